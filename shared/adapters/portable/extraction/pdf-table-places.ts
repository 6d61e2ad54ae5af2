import { bandGrids } from './pdf-band-grid.ts';
import { type Grid, gridsOf } from './pdf-grid.ts';
import { turnedPoint } from './pdf-matrix.ts';
import { type Row, rowsOf } from './pdf-row.ts';
import { isWithin, ruledTable } from './pdf-ruled-table.ts';
import type { Rule } from './pdf-rules.ts';
import { shadedEdges } from './pdf-shaded-edges.ts';
import { middleOf, type Reading, type Span, turnedSpans } from './pdf-span.ts';
import type { PdfTable } from './pdf-table-content.ts';

/** Rows with texts apart from each other of which a table has at least so many. */
const MIN_PARTED_ROWS = 2;

/** Whether a page has rows that may be a table's: its lines take longer to read than its text. */
export function mayHoldTable([main]: readonly Reading[]): boolean {
  return rowsOf(main?.spans ?? []).filter(({ segments }) => segments.length > 1).length >= MIN_PARTED_ROWS;
}

/**
 * Text that is in ruled tables, taken out of the rest; lines keep the tables' places.
 *
 * @param others readings of the page whose text is taken into the cells in which it stands
 */
export function withTables({ spans, turns }: Reading, rules: readonly Rule[], others: readonly Reading[]) {
  const own = rules.map((rule) => turnedRule(rule, turns));
  const turned = turnedSpans(others, turns);
  const taken = new Set<Span>();
  const places: Span[] = [];
  for (const { grid, isDrawn } of candidateGrids(own, spans)) {
    const within = spans.filter((span) => !taken.has(span) && isWithin(grid, middleOf(span)));
    const across = turned.filter(({ span, middle }) => !taken.has(span) && isWithin(grid, middle));
    const table = within.length === 0 ? undefined : ruledTable(grid, within, across, isDrawn);
    if (table === undefined) continue;
    for (const span of [...within, ...across.map((each) => each.span)]) taken.add(span);
    places.push(...placesOf(table));
  }
  return { spans: [...spans.filter((span) => !taken.has(span)), ...places], taken };
}

interface Candidate {
  readonly grid: Grid;
  /** Whether it is drawn as lines, with all its columns. */
  readonly isDrawn: boolean;
}

/** Grids of lines first, then those that shaded areas make where no lines part cells. */
function candidateGrids(rules: readonly Rule[], spans: readonly Span[]): readonly Candidate[] {
  const lines = rules.filter(({ isLine }) => isLine);
  const edges = rules.filter(({ isLine }) => !isLine);
  const shaded = edges.length > 0 ? gridsOf(rules) : [];
  return [
    ...gridsOf([...lines, ...shadedEdges(edges, lines)]).map((grid) => ({ grid, isDrawn: true })),
    ...[...shaded, ...bandGrids(rules, spans)].map((grid) => ({ grid, isDrawn: false })),
  ];
}

/** In the frame of a reading, as its spans are. */
function turnedRule({ isUpright, at, from, to, isLine }: Rule, turns: number): Rule {
  const [x1, y1] = isUpright ? turnedPoint(at, from, -turns) : turnedPoint(from, at, -turns);
  const [x2, y2] = isUpright ? turnedPoint(at, to, -turns) : turnedPoint(to, at, -turns);
  return turns % 2 === (isUpright ? 0 : 1)
    ? { isUpright: true, at: x1, from: Math.min(y1, y2), to: Math.max(y1, y2), isLine }
    : { isUpright: false, at: y1, from: Math.min(x1, x2), to: Math.max(x1, x2), isLine };
}

/** Characters that stand for a row: as many as a line of running text has, so that columns are seen beside a table. */
const PLACE = '\ufffc'.repeat(40);
/** Its size, in points: that of running text. */
const PLACE_SIZE = 10;

/** A line for each row, clear of what stands beside the table. */
function placesOf(table: PdfTable): readonly Span[] {
  return table.rows.map(({ box: { x, y, width, height } }) => ({
    ...{ text: PLACE, left: x + PLACE_SIZE, right: x + width - PLACE_SIZE, baseline: y + height / 2 },
    ...{ size: PLACE_SIZE, font: '', isRightToLeft: false, isParted: true, table },
  }));
}

interface TablePart {
  readonly table: PdfTable | undefined;
  /** Of text; none for a table. */
  readonly rows: readonly Row[];
}

/** Rows as they were, and each table where its first line stands; what stands beside its lines comes after it. */
export function tableParts(rows: readonly Row[]): readonly TablePart[] {
  const seen = new Set<PdfTable>();
  const parts: TablePart[] = [];
  let text: Row[] = [];
  for (const row of rows) {
    const tables = tablesOf(row);
    const begun = tables.filter((table) => !seen.has(table));
    if (begun.length > 0) {
      parts.push({ table: undefined, rows: text }, ...begun.map((table) => ({ table, rows: [] })));
      text = [];
    }
    for (const table of begun) seen.add(table);
    text.push(...(tables.length === 0 ? [row] : rowsBeside(row)));
  }
  return [...parts, { table: undefined, rows: text }];
}

function tablesOf({ segments }: Row): readonly PdfTable[] {
  const tables = segments.flatMap(({ spans }) => spans.flatMap(({ table }) => table ?? []));
  return [...new Set(tables)];
}

function rowsBeside({ segments }: Row): readonly Row[] {
  return rowsOf(segments.flatMap(({ spans }) => spans.filter(({ table }) => table === undefined)));
}
