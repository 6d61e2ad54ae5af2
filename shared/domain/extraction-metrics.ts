/** Words and numbers of a text in order, folded so that forms and cases of one letter are alike. */
export function comparedWords(text: string): string[] {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

/** Share of the expected words that the text has, each as often as expected. NaN when none is expected. */
export function wordRecall(expected: readonly string[], found: readonly string[]): number {
  const left = new Map<string, number>();
  for (const word of found) left.set(word, (left.get(word) ?? 0) + 1);
  const kept = expected.filter((word) => {
    const count = left.get(word) ?? 0;
    left.set(word, count - 1);
    return count > 0;
  });
  return kept.length / expected.length;
}

/** Words in a row by which a place of a text is known again. */
const ANCHOR_WORDS = 3;

/**
 * Whether a text is in the expected order, 0 to 1: of the places that both have exactly once (three words in a row), the
 * share of the longest sequence that stands in one order in both. Undefined when they have no such place in common.
 *
 * Source: the longest increasing subsequence by patience sorting, as in Bram Cohen's patience diff.
 */
export function readingOrder(expected: readonly string[], found: readonly string[]): number | undefined {
  const places = placesOf(found);
  const positions = [...placesOf(expected)].flatMap(([anchor, at]) => {
    const place = places.get(anchor);
    return at === undefined || place === undefined ? [] : [place];
  });
  return positions.length === 0 ? undefined : longestIncreasing(positions) / positions.length;
}

/** Where each run of words stands, in order; undefined for one that comes again. */
function placesOf(words: readonly string[]): Map<string, number | undefined> {
  const places = new Map<string, number | undefined>();
  for (let at = 0; at + ANCHOR_WORDS <= words.length; at += 1) {
    const anchor = words.slice(at, at + ANCHOR_WORDS).join(' ');
    places.set(anchor, places.has(anchor) ? undefined : at);
  }
  return places;
}

function longestIncreasing(values: readonly number[]): number {
  const ends: number[] = [];
  for (const value of values) {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (Number(ends[middle]) < value) low = middle + 1;
      else high = middle;
    }
    ends[low] = value;
  }
  return ends.length;
}

/** A row of a table, cell by cell. */
export type TableRow = readonly string[];

/**
 * Share of the expected tables' cells that the found ones hold exactly, in their column: each expected row is compared
 * with the row that fits it best among those that no row before it took, both as they are or both without the columns of
 * their tables in which nothing stands. White space, the signs of list items and the kind of a dash do not count, nor do
 * rows without text.
 * Undefined when no cell is expected.
 */
export function tableCells(
  expected: readonly (readonly TableRow[])[],
  found: readonly (readonly TableRow[])[],
): number | undefined {
  const left = found.flatMap(comparedRows);
  let [cells, right] = [0, 0];
  for (const row of expected.flatMap(comparedRows)) {
    const fits = left.map((other) => Math.max(sameCells(row.whole, other.whole), sameCells(row.filled, other.filled)));
    const best = Math.max(0, ...fits);
    cells += row.whole.filter((cell) => cell !== '').length;
    right += best;
    if (best > 0) left.splice(fits.indexOf(best), 1);
  }
  return cells === 0 ? undefined : right / cells;
}

interface ComparedRow {
  readonly whole: TableRow;
  /** Without the columns of its table in which nothing stands. */
  readonly filled: TableRow;
}

function comparedRows(table: readonly TableRow[]): readonly ComparedRow[] {
  const rows = table.map((row) => row.map(comparedCell));
  const columns = new Set(rows.flatMap((row) => [...row.keys()].filter((at) => row[at] !== '')));
  return rows.map((whole) => ({ whole, filled: whole.filter((_, at) => columns.has(at)) }));
}

function sameCells(expected: TableRow, found: TableRow): number {
  return expected.filter((cell, at) => cell !== '' && cell === found[at]).length;
}

function comparedCell(cell: string): string {
  return cell
    .normalize('NFKC')
    .replace(/\p{Pd}/gu, '-')
    .replace(/(?<=^|\s)[-*+•◦▪●](?=\s)/g, '')
    .replace(/\s+/g, '');
}
