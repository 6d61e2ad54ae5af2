import type { Row, Segment } from './pdf-row.ts';

/** Where a column stands, from the leftmost of its cells to the rightmost. */
interface Column {
  readonly left: number;
  readonly right: number;
}

/**
 * The cells of rows without lines around them, each in its column: under its name, also where others of its row are
 * empty. Columns are where the fullest rows have their cells: those of the rows up to the next section, where two agree,
 * else of all. A row whose cells do not stand in an order of columns is left as it is, as is one with a single cell: that
 * is a section's name more often than a value.
 */
export function columnCells(rows: readonly Row[]): readonly (readonly string[])[] {
  return sectionsOf(rows).flatMap((section) => {
    const columns = columnsOf(fullest(section).length > 1 ? section : rows);
    return section.map((row) => cellsIn(columns, row));
  });
}

/** Rows with several cells that follow each other, and those with one between them. */
function sectionsOf(rows: readonly Row[]): readonly (readonly Row[])[] {
  const sections: Row[][] = [];
  for (const [at, row] of rows.entries()) {
    const isSame = row.segments.length > 1 === (rows[at - 1]?.segments.length ?? 0) > 1;
    if (isSame && sections.length > 0) sections.at(-1)?.push(row);
    else sections.push([row]);
  }
  return sections;
}

function cellsIn(columns: readonly Column[], { segments }: Row): readonly string[] {
  const texts = segments.map(({ text }) => text);
  const places = segments.map((segment, at) => columnOf(columns, segment, at === 0));
  const isOrdered = places.every((place, at) => place > (places[at - 1] ?? -1));
  if (!isOrdered || segments.length < 2) return texts;
  return columns.slice(0, (places.at(-1) ?? 0) + 1).map((_, column) => texts[places.indexOf(column)] ?? '');
}

function fullest(rows: readonly Row[]): readonly Row[] {
  const most = rows.reduce((count, { segments }) => Math.max(count, segments.length), 0);
  return rows.filter(({ segments }) => segments.length === most);
}

function columnsOf(rows: readonly Row[]): readonly Column[] {
  const full = fullest(rows);
  return (full[0]?.segments ?? []).map((_, column) => {
    const cells = full.flatMap(({ segments }) => segments[column] ?? []);
    return { left: Math.min(...cells.map(({ left }) => left)), right: Math.max(...cells.map(({ right }) => right)) };
  });
}

/** The column that a cell shares most with, else the nearest; labels that are set in may touch none. */
function columnOf(columns: readonly Column[], cell: Segment, isFirst: boolean): number {
  const shared = columns.map(({ left, right }) => Math.min(right, cell.right) - Math.max(left, cell.left));
  const isLabel = isFirst && cell.left < (columns[1]?.left ?? 0) && Math.max(...shared.slice(1)) <= 0;
  return isLabel ? 0 : shared.indexOf(Math.max(...shared));
}
