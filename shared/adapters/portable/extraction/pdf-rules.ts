import { OPS } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { type Matrix, matrixProduct } from './pdf-matrix.ts';
import type { Operators } from './pdf-operators.ts';

/** A straight line along an axis of the page, in points from its top left corner as it is shown. */
export interface Rule {
  readonly isUpright: boolean;
  /** Its x when it is upright, else its y. */
  readonly at: number;
  readonly from: number;
  readonly to: number;
  /** Whether it is drawn as a line, and is no mere edge of an area: text is shaded line by line too. */
  readonly isLine: boolean;
}

const SAVES = new Set<number>([OPS.save, OPS.paintFormXObjectBegin]);
const MOVES = new Set<number>([OPS.transform, OPS.paintFormXObjectBegin]);
const RESTORES = new Set<number>([OPS.restore, OPS.paintFormXObjectEnd]);

/** Shortest line that may part cells, in points: shorter ones are of letters and pictures. */
const MIN_LENGTH = 4;
/** How far a line may lean, in points. */
const MAX_LEAN = 0.5;
/** Lines of a page above which it is a drawing: a full page of ruled figures has some thousand edges of cells. */
const MAX_RULES = 20_000;

/**
 * Lines that a page draws along its axes, edges of areas among them: thin areas are how many writers draw lines, and
 * shaded cells show their edges. Clips draw nothing, and curves and slanted lines part no cells. None of a page that
 * is a drawing.
 *
 * @param transform from the page's own coordinates to where it is shown
 */
export function drawnRules({ fnArray, argsArray }: Operators, transform: readonly number[]): readonly Rule[] {
  const drawn = new Map<string, Rule>();
  let count = 0;
  for (const { args, matrix } of pathsOf({ fnArray, argsArray }, transform)) {
    const rules = pathRules(args, matrix);
    count += rules.length;
    if (count > MAX_RULES) return [];
    for (const rule of rules) addRule(drawn, rule);
  }
  return [...drawn.values()];
}

/** Adds what is not there to the point: cells that are shaded one by one have their edges in common. */
function addRule(drawn: Map<string, Rule>, rule: Rule): void {
  const { isUpright, at, from, to, isLine } = rule;
  const key = `${isUpright} ${Math.round(at)} ${Math.round(from)} ${Math.round(to)}`;
  if (isLine || !drawn.has(key)) drawn.set(key, rule);
}

/** Paths in order, each with what takes its coordinates to where it is shown. */
function* pathsOf({ fnArray, argsArray }: Operators, transform: readonly number[]) {
  const saved: Matrix[] = [];
  let matrix = matrixProduct(transform, []);
  for (const [at, operator] of fnArray.entries()) {
    const args = argsArray[at];
    if (SAVES.has(operator)) saved.push(matrix);
    if (RESTORES.has(operator)) matrix = saved.pop() ?? matrix;
    if (MOVES.has(operator)) matrix = matrixProduct(matrix, ownMatrix(operator, args));
    if (operator === OPS.constructPath) yield { args, matrix };
  }
}

/** What an operator does to the coordinates of what follows. */
function ownMatrix(operator: number, args: unknown): readonly number[] {
  const matrix = operator === OPS.paintFormXObjectBegin && Array.isArray(args) ? args[0] : args;
  return isNumbers(matrix) ? [...matrix] : [];
}

function isNumbers(value: unknown): value is ArrayLike<number> & Iterable<number> {
  return value instanceof Float32Array || (Array.isArray(value) && value.every((each) => typeof each === 'number'));
}

type Point = readonly [number, number];

/** Thickest line that is drawn as an area, in points. */
const MAX_THICKNESS = 3;
/** Corners of such an area, the first once more at its end, and some to spare. */
const MAX_CORNERS = 8;
const FILLS = new Set<unknown>([OPS.fill, OPS.eoFill]);

/** `args` of a path: what is done with it, and its data. */
function pathRules(args: unknown, matrix: Matrix): readonly Rule[] {
  const [use, pieces]: readonly unknown[] = Array.isArray(args) ? args : [];
  const data: unknown = Array.isArray(pieces) ? pieces[0] : undefined;
  if (use === OPS.endPath || !isNumbers(data)) return [];
  return outlines(data).flatMap((outline) => {
    const points = outline.map((point) => pointAt(matrix, point));
    const isLine = !FILLS.has(use) || (points.length <= MAX_CORNERS && thicknessOf(points) <= MAX_THICKNESS);
    return outlineRules(points, isLine);
  });
}

function outlineRules(points: readonly Point[], isLine: boolean): readonly Rule[] {
  const rules: Rule[] = [];
  for (let at = 1; at < points.length; at += 1) {
    const rule = ruleBetween(points[at - 1] ?? ORIGIN, points[at] ?? ORIGIN, isLine);
    if (rule) rules.push(rule);
  }
  return rules;
}

function thicknessOf(points: readonly Point[]): number {
  const sides = [0, 1].map((axis) => points.map((point) => point[axis] ?? 0));
  return Math.min(...sides.map((side) => Math.max(...side) - Math.min(...side)));
}

/** How many numbers follow each sign of pdf.js' path data: move, line, curve of two kinds, close. */
const OPERANDS = [2, 2, 6, 4, 0];
const [MOVE, CLOSE] = [0, 4];

/** Points of a path's outlines. Of a curve only its end: the chord leans, unless the curve is hardly one. */
function outlines(data: ArrayLike<number>): readonly (readonly Point[])[] {
  const found: Point[][] = [];
  for (let at = 0; at < data.length; at += 1) {
    const sign = data[at] ?? 0;
    at += OPERANDS[sign] ?? 0;
    const first = found.at(-1)?.[0] ?? ORIGIN;
    const next = sign === CLOSE ? first : pairAt(data, at - 1);
    if (sign === MOVE || found.length === 0) found.push([next]);
    else found.at(-1)?.push(next);
  }
  return found;
}

const ORIGIN: Point = [0, 0];

function pairAt(data: ArrayLike<number>, at: number): Point {
  return [data[at] ?? 0, data[at + 1] ?? 0];
}

function pointAt(matrix: Matrix, [x, y]: Point): Point {
  return [matrix[0] * x + matrix[2] * y + matrix[4], matrix[1] * x + matrix[3] * y + matrix[5]];
}

function ruleBetween([x1, y1]: Point, [x2, y2]: Point, isLine: boolean): Rule | undefined {
  const width = Math.abs(x1 - x2);
  const height = Math.abs(y1 - y2);
  if (width >= MIN_LENGTH && height <= MAX_LEAN) {
    return { isUpright: false, at: (y1 + y2) / 2, from: Math.min(x1, x2), to: Math.max(x1, x2), isLine };
  }
  if (height >= MIN_LENGTH && width <= MAX_LEAN) {
    return { isUpright: true, at: (x1 + x2) / 2, from: Math.min(y1, y2), to: Math.max(y1, y2), isLine };
  }
  return undefined;
}
