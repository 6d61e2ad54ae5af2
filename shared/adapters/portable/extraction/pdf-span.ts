import type { Box } from '../../../domain/extraction.ts';

/** As much of pdf.js' text items as layout needs. Matrices are PDF's: [a, b, c, d, e, f]. */
export interface PdfTextItem {
  readonly str: string;
  readonly transform: readonly number[];
  readonly width: number;
  readonly fontName: string;
  readonly dir: string;
}

/** A run of text in one font on one line; lengths in points, x to the right and y down as the text is read. */
export interface Span {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly baseline: number;
  readonly size: number;
  readonly font: string;
  readonly isRightToLeft: boolean;
  /** Whether white space stands before it in the file. */
  readonly isParted: boolean;
}

/** Text that runs in one direction. */
export interface Reading {
  /** Quarter turns clockwise from upright. */
  readonly turns: number;
  readonly spans: readonly Span[];
}

interface PageView {
  readonly transform: readonly number[];
  readonly width: number;
  readonly height: number;
}

/** The page's text by direction, most text first: turned text, such as a stamp in the margin, does not mix with the rest. */
export function readingsOf(items: readonly PdfTextItem[], view: PageView): readonly Reading[] {
  const byTurns = new Map<number, Span[]>();
  let isParted = false;
  for (const item of items) {
    const text = item.str.trim();
    const placed = text === '' ? undefined : place(item, text, isParted, view);
    isParted = text === '' || /\s$/.test(item.str);
    if (placed) spansAt(byTurns, placed.turns).push(placed.span);
  }
  return [...byTurns]
    .map(([turns, spans]) => ({ turns, spans }))
    .sort((a, b) => b.spans.length - a.spans.length || a.turns - b.turns);
}

function spansAt(byTurns: Map<number, Span[]>, turns: number): Span[] {
  const spans = byTurns.get(turns) ?? [];
  byTurns.set(turns, spans);
  return spans;
}

function place(item: PdfTextItem, text: string, isParted: boolean, view: PageView) {
  const [a, b, c, d, x, y] = product(view.transform, item.transform);
  // What lies off the page is not there for a reader.
  if (x > view.width || y < 0 || y > view.height + Math.hypot(c, d) || x < -item.width) return undefined;

  const turns = (Math.round(Math.atan2(b, a) / (Math.PI / 2)) + 4) % 4;
  const [left, baseline] = turned(x, y, -turns);
  const span: Span = {
    text,
    left,
    right: left + item.width,
    baseline,
    size: Math.hypot(c, d) || Math.hypot(a, b),
    font: item.fontName,
    isRightToLeft: item.dir === 'rtl',
    isParted: isParted || /^\s/.test(item.str),
  };
  return { turns, span };
}

type Matrix = readonly [number, number, number, number, number, number];

function product(outer: readonly number[], inner: readonly number[]): Matrix {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = outer;
  const [g = 1, h = 0, i = 0, j = 1, k = 0, l = 0] = inner;
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
}

/** A point after quarter turns clockwise around the origin, y down. */
function turned(x: number, y: number, turns: number): readonly [number, number] {
  const turn = (turns + 4) % 4;
  if (turn === 1) return [-y, x];
  if (turn === 2) return [-x, -y];
  return turn === 3 ? [y, -x] : [x, y];
}

/** Back from the frame of a reading to the page. */
export function pageBox(box: Box, turns: number): Box {
  const [x1, y1] = turned(box.x, box.y, turns);
  const [x2, y2] = turned(box.x + box.width, box.y + box.height, turns);
  return rounded(Math.min(x1, x2), Math.min(y1, y2), Math.abs(x2 - x1), Math.abs(y2 - y1));
}

/** To a tenth of a point: finer than any reader sees, and half as long in JSON. */
function rounded(x: number, y: number, width: number, height: number): Box {
  const [left = 0, top = 0, wide = 0, high = 0] = [x, y, width, height].map((value) => Math.round(value * 10) / 10);
  return { x: left, y: top, width: wide, height: high };
}
