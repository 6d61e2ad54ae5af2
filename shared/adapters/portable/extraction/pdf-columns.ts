import { type Row, rowsOf, type Segment } from './pdf-row.ts';

/** Lines on each side that make columns of text; fewer stand side by side for other reasons. */
const MIN_COLUMN_LINES = 4;
/** Characters of an average line of a text column: narrower columns are those of tables. */
const MIN_LINE_CHARACTERS = 14;
/** Share of a column's lines that reach over most of its width; a table's cells end where they like. */
const MIN_FILLED_SHARE = 0.5;
/** Share of a column's lines that are in one piece. */
const MIN_WHOLE_SHARE = 0.6;
/** Share of lines that each side of columns has at heights at which the other has none. */
const MIN_OWN_SHARE = 0.2;
/** Share of the shorter column's height beside which the other stands. */
const MIN_COMMON_SHARE = 0.5;
/** Share of digits above which a column holds figures. */
const MAX_DIGIT_SHARE = 0.3;
/** How many lines may run across a gutter, as a share of the best covered place beside it. */
const MAX_CROSSING_SHARE = 0.7;

/** Columns within columns that are looked for: six columns of text side by side are a newspaper. */
const MAX_DEPTH = 2;

/** Rows in the order in which people read them: column by column where columns of text stand side by side. */
export function readingOrder(rows: readonly Row[]): readonly (readonly Row[])[] {
  const gutter = bestGutter(rows, 0);
  if (gutter === undefined) return rows.length === 0 ? [] : [rows];

  const regions: (readonly Row[])[] = [];
  let plain: Row[] = [];
  for (const run of runsAt(rows, gutter)) {
    if (isColumns(run, gutter, 0)) {
      const { left, right } = sides(run, gutter);
      regions.push(plain, ...readingOrder(regrouped(left)), ...readingOrder(regrouped(right)));
      plain = [];
    } else {
      plain.push(...run);
    }
  }
  return [...regions, plain].filter((region) => region.length > 0);
}

/** Rows anew without the other column, whose lines may have drawn this one's superscripts to them. */
function regrouped(rows: readonly Row[]): readonly Row[] {
  return rowsOf(rows.flatMap(({ segments }) => segments.flatMap(({ spans }) => spans)));
}

/** The x at which most rows stand in columns. */
function bestGutter(rows: readonly Row[], depth: number): number | undefined {
  if (depth > MAX_DEPTH || rows.length < MIN_COLUMN_LINES) return undefined;
  const scored = gutterCandidates(rows).map((x) => ({
    x,
    lines: runsAt(rows, x).reduce((sum, run) => sum + (isColumns(run, x, depth) ? run.length : 0), 0),
  }));
  const [best] = scored.filter(({ lines }) => lines > 0).sort((a, b) => b.lines - a.lines);
  return best?.x;
}

/** Middles of the vertical strips that fewer rows cross than run beside them. */
function gutterCandidates(rows: readonly Row[]): readonly number[] {
  const { start, cover } = coverage(rows);
  const highest = cover.reduce((most, count) => Math.max(most, count), 0);
  const candidates: number[] = [];
  let from: number | undefined;
  for (const [at, count] of cover.entries()) {
    const isLow = count <= highest * MAX_CROSSING_SHARE && isLowest(cover, at);
    if (isLow) from ??= at;
    if (from !== undefined && (!isLow || at === cover.length - 1)) {
      candidates.push(start + (from + at) / 2);
      from = undefined;
    }
  }
  const inner = cover.length * 0.1;
  return candidates.filter((x) => x > start + inner && x < start + cover.length - inner).slice(0, 8);
}

/** Points to either side of a strip within which nothing may be crossed less. */
const STRIP_NEIGHBOURHOOD = 30;

function isLowest(cover: Uint16Array, at: number): boolean {
  const [count = 0, end] = [cover[at], Math.min(cover.length, at + STRIP_NEIGHBOURHOOD)];
  for (let near = Math.max(0, at - STRIP_NEIGHBOURHOOD); near < end; near += 1) {
    if ((cover[near] ?? 0) < count) return false;
  }
  return true;
}

/** How many rows have text at each point between the leftmost and the rightmost. */
function coverage(rows: readonly Row[]) {
  const segments = rows.flatMap((row) => row.segments);
  const start = Math.floor(segments.reduce((least, { left }) => Math.min(least, left), Number.POSITIVE_INFINITY));
  const end = Math.ceil(segments.reduce((most, { right }) => Math.max(most, right), start));
  const cover = new Uint16Array(Math.min(end - start + 1, 20_000));
  for (const { left, right } of segments) {
    for (let at = Math.floor(left) - start; at <= Math.ceil(right) - start; at += 1) cover[at] = (cover[at] ?? 0) + 1;
  }
  return { start, cover };
}

/** Runs of rows that do or do not cross `x`. */
function runsAt(rows: readonly Row[], x: number): readonly (readonly Row[])[] {
  const runs: { readonly crosses: boolean; readonly rows: Row[] }[] = [];
  for (const row of rows) {
    const crosses = row.segments.some(({ left, right }) => left < x - 1 && right > x + 1);
    const last = runs.at(-1);
    if (last && last.crosses === crosses) last.rows.push(row);
    else runs.push({ crosses, rows: [row] });
  }
  return runs.map((run) => run.rows);
}

function sides(rows: readonly Row[], x: number) {
  const part = (isIn: (segment: Segment) => boolean) =>
    rows.map((row) => ({ ...row, segments: row.segments.filter(isIn) })).filter(({ segments }) => segments.length > 0);
  const isLeft = ({ left, right }: Segment) => (left + right) / 2 < x;
  return { left: part(isLeft), right: part((segment) => !isLeft(segment)) };
}

function isColumns(rows: readonly Row[], x: number, depth: number): boolean {
  const crosses = rows[0]?.segments.some(({ left, right }) => left < x - 1 && right > x + 1) ?? true;
  if (crosses) return false;
  const { left, right } = sides(rows, x);
  if (!isText(left) || !isText(right) || !areSideBySide(left, right)) return false;
  const isSet = (column: readonly Row[]) => isFilled(column) || bestGutter(column, depth + 1) !== undefined;
  return areApart(left, right, rows) || (isSet(left) && isSet(right));
}

/** Whether rows are long enough for a column of text, and no figures. */
function isText(rows: readonly Row[]): boolean {
  if (rows.length < MIN_COLUMN_LINES) return false;
  const lines = rows.map(({ segments }) => segments.map(({ text }) => text).join(' '));
  const text = lines.join('');
  const digits = text.match(/\d/g)?.length ?? 0;
  return text.length >= lines.length * MIN_LINE_CHARACTERS && digits <= text.length * MAX_DIGIT_SHARE;
}

/**
 * Whether both sides have lines at heights of their own, in one piece, as short as they like, and over the same stretch of
 * the page: forms and lists are set in columns, too. Rows of a table have their cells on one line, or such as go on below
 * on one side; a letterhead stands above what it is beside.
 */
function areApart(left: readonly Row[], right: readonly Row[], rows: readonly Row[]): boolean {
  const least = Math.max(MIN_COLUMN_LINES, rows.length * MIN_OWN_SHARE);
  const [ownLeft, ownRight] = [without(left, right), without(right, left)];
  const haveOwn = ownLeft.length >= least && ownRight.length >= least;
  return haveOwn && areSideBySide(ownLeft, ownRight) && isWhole(left) && isWhole(right);
}

/** Lines at heights at which the other side has none. */
function without(side: readonly Row[], other: readonly Row[]): readonly Row[] {
  const taken = new Set(other.map(({ baseline }) => baseline));
  return side.filter(({ baseline }) => !taken.has(baseline));
}

function areSideBySide(left: readonly Row[], right: readonly Row[]): boolean {
  const [[leftTop, leftEnd], [rightTop, rightEnd]] = [stretchOf(left), stretchOf(right)];
  const common = Math.min(leftEnd, rightEnd) - Math.max(leftTop, rightTop);
  return common >= MIN_COMMON_SHARE * Math.min(leftEnd - leftTop, rightEnd - rightTop);
}

function stretchOf(rows: readonly Row[]): readonly [number, number] {
  const baselines = rows.map(({ baseline }) => baseline);
  return [Math.min(...baselines), Math.max(...baselines)];
}

function isWhole(rows: readonly Row[]): boolean {
  return rows.filter(({ segments }) => segments.length === 1).length >= rows.length * MIN_WHOLE_SHARE;
}

function isFilled(rows: readonly Row[]): boolean {
  const lines = rows.map(({ segments }) => ({ left: segments[0]?.left ?? 0, right: segments.at(-1)?.right ?? 0 }));
  const left = Math.min(...lines.map((line) => line.left));
  const width = Math.max(...lines.map((line) => line.right)) - left;
  const wide = lines.filter((line) => line.right - line.left >= width * 0.7).length;
  return wide >= rows.length * MIN_FILLED_SHARE && isWhole(rows);
}
