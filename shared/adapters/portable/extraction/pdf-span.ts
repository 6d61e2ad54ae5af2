import type { Box } from '../../../domain/extraction.ts';
import { matrixProduct, turnedPoint } from './pdf-matrix.ts';
import type { PdfTable } from './pdf-table-content.ts';

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
  /** For a line that only keeps a table's place among others: the table, whose own text has been taken out. */
  readonly table?: PdfTable;
}

/** Text that runs in one direction. */
export interface Reading {
  /** Quarter turns clockwise from upright. */
  readonly turns: number;
  readonly spans: readonly Span[];
}

/** pdf.js' viewport at scale 1. */
export interface PageView {
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
  const [a, b, c, d, x, y] = matrixProduct(view.transform, item.transform);
  // What lies off the page is not there for a reader.
  if (x > view.width || y < 0 || y > view.height + Math.hypot(c, d) || x < -item.width) return undefined;

  const turns = (Math.round(Math.atan2(b, a) / (Math.PI / 2)) + 4) % 4;
  const [left, baseline] = turnedPoint(x, y, -turns);
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

/** Share of a font's size above the baseline at which small letters have their middle. */
const MIDDLE = 0.3;

/** A span that runs another way than a reading, with its middle in the frame of that. */
export interface TurnedSpan {
  readonly span: Span;
  readonly middle: readonly [number, number];
}

/** Spans of `readings` as they stand in the frame of a reading that is turned so. */
export function turnedSpans(readings: readonly Reading[], turns: number): readonly TurnedSpan[] {
  return readings.flatMap((reading) =>
    reading.spans.map((span) => {
      const onPage = turnedPoint(...middleOf(span), reading.turns);
      return { span, middle: turnedPoint(...onPage, -turns) };
    }),
  );
}

/** The middle of a span, in the frame of its reading. */
export function middleOf({ left, right, baseline, size }: Span): readonly [number, number] {
  return [(left + right) / 2, baseline - size * MIDDLE];
}

/** Back from the frame of a reading to the page. */
export function pageBox(box: Box, turns: number): Box {
  const [x1, y1] = turnedPoint(box.x, box.y, turns);
  const [x2, y2] = turnedPoint(box.x + box.width, box.y + box.height, turns);
  return rounded(Math.min(x1, x2), Math.min(y1, y2), Math.abs(x2 - x1), Math.abs(y2 - y1));
}

/** To a tenth of a point: finer than any reader sees, and half as long in JSON. */
function rounded(x: number, y: number, width: number, height: number): Box {
  const [left = 0, top = 0, wide = 0, high = 0] = [x, y, width, height].map((value) => Math.round(value * 10) / 10);
  return { x: left, y: top, width: wide, height: high };
}
