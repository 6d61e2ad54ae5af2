import { OPS } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { expect, it } from 'vitest';
import { gridsOf } from '#shared/adapters/portable/extraction/pdf-grid.ts';
import { drawnRules, type Rule } from '#shared/adapters/portable/extraction/pdf-rules.ts';
import { shadedEdges } from '#shared/adapters/portable/extraction/pdf-shaded-edges.ts';

/** A page of so many level lines, ten to a path, as pdf.js tells it. */
function page(lines: number) {
  const [move, draw] = [0, 1];
  const path = (first: number) =>
    Array.from({ length: Math.min(10, lines - first) }, (_, at) => [move, 0, first + at, draw, 50, first + at]).flat();
  const paths = Array.from({ length: Math.ceil(lines / 10) }, (_, at) => path(at * 10));
  return {
    fnArray: paths.map(() => OPS.constructPath),
    argsArray: paths.map((data) => [OPS.stroke, [new Float32Array(data)]]),
  };
}

const UNTURNED = [1, 0, 0, 1, 0, 0];

const level = (at: number, from: number, to: number, isLine = true): Rule => ({
  isUpright: false,
  at,
  from,
  to,
  isLine,
});
const upright = (at: number, from: number, to: number, isLine = true): Rule => ({
  ...{ isUpright: true, at, from, to, isLine },
});

it('lines of a page are read up to the number from which it is a drawing', () => {
  expect(drawnRules(page(20_000), UNTURNED)).toHaveLength(20_000);
  expect(drawnRules(page(20_001), UNTURNED)).toEqual([]);
});

it('lines that meet make a grid up to the number from which they are a drawing', () => {
  const ys = (count: number) => Array.from({ length: count }, (_, at) => level(at * 10, 0, 100));
  const sides = [upright(0, 0, 20_000), upright(100, 0, 20_000)];

  expect(gridsOf([...ys(1_498), ...sides])).toHaveLength(1);
  expect(gridsOf([...ys(1_499), ...sides])).toEqual([]);
});

it('edges of shades part cells where they reach from line to line, and lie apart from lines beside them', () => {
  const lines = [level(0, 0, 200), level(20, 0, 200), upright(0, 0, 20)];
  const parts = upright(100, 2, 18, false);
  const [short, padding] = [upright(150, 2, 12, false), upright(6, 0, 20, false)];

  expect(shadedEdges([parts, short, padding], lines)).toEqual([parts]);
});

it('edges of shades are not looked at among so many lines that they are a drawing', () => {
  const lines = Array.from({ length: 1_501 }, (_, at) => level(at * 20, 0, 200));
  const edge = upright(100, 0, 20, false);

  expect(shadedEdges([edge], lines.slice(1))).toHaveLength(0);
  expect(shadedEdges([edge], lines.slice(0, 1_500))).toEqual([edge]);
  expect(shadedEdges([edge], lines)).toEqual([]);
});
