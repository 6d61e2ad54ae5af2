/** A cell where its table writes it, with how many columns and rows it takes. */
export interface SpanningCell {
  readonly text: string;
  readonly columns: number;
  readonly rows: number;
}

interface PlacedCell {
  readonly text: string;
  /** Columns of the table from, and before. */
  readonly from: number;
  readonly to: number;
  /** Rows below that it reaches into. */
  readonly below: number;
}

/** Characters that spanning cells may add to any table, and how much of what the table itself has. */
const LEAST_ROOM = 10_000;
const ROOM_SHARE = 4;

/**
 * The texts of a table's rows with each in its column: a cell that spans several columns or rows stands in each of them,
 * as whoever reads a row alone needs it. One that has a row to itself stands there once; columns in which no text begins
 * are none, for they only part others, unless they are to be kept.
 *
 * Spans cost a file nothing to write, so that what they add is bounded; past it, cells stand as they come.
 */
export function gridRows(
  rows: readonly (readonly SpanningCell[])[],
  isKept: (column: number) => boolean = () => false,
): string[][] {
  const size = rows.flat().reduce((sum, { text }) => sum + costOf(text), 0);
  const room = spendable(LEAST_ROOM + ROOM_SHARE * size);
  const placed = placedRows(rows, room);
  const columns = columnsOf(placed, isKept);
  return placed.map((row) => (row.length === 1 ? row.map(({ text }) => text) : textsOf(row, columns, room)));
}

interface Room {
  /** Takes so many characters, unless there are fewer left. */
  take(characters: number): boolean;
}

function spendable(characters: number): Room {
  let left = characters;
  return {
    take: (wanted) => {
      if (wanted > left) return false;
      left -= wanted;
      return true;
    },
  };
}

/** Of a cell and what parts it from the next. */
function costOf(text: string): number {
  return text.length + 3;
}

function placedRows(rows: readonly (readonly SpanningCell[])[], room: Room): readonly (readonly PlacedCell[])[] {
  let above: readonly PlacedCell[] = [];
  return rows.map((cells) => {
    const reaching = above
      .filter(({ below, text }) => below > 0 && room.take(costOf(text)))
      .map((cell) => ({ ...cell, below: cell.below - 1 }));
    above = row(cells, reaching);
    return above;
  });
}

/** The row's own cells in the columns that cells from above leave free, with those. */
function row(cells: readonly SpanningCell[], reaching: readonly PlacedCell[]): readonly PlacedCell[] {
  const placed: PlacedCell[] = [];
  let [column, passed] = [0, 0];
  for (const { text, columns, rows } of cells) {
    for (let next = reaching[passed]; next !== undefined && next.from <= column; next = reaching[passed]) {
      placed.push(next);
      column = Math.max(column, next.to);
      passed += 1;
    }
    placed.push({ text, from: column, to: column + columns, below: rows - 1 });
    column += columns;
  }
  return [...placed, ...reaching.slice(passed)];
}

/** Where texts begin, or cells of a column that is kept, of rows with several cells, in order. */
function columnsOf(rows: readonly (readonly PlacedCell[])[], isKept: (column: number) => boolean): readonly number[] {
  const several = rows.filter((row) => row.length > 1).flat();
  const filled = several.filter(({ text, from }) => text !== '' || isKept(from));
  return [...new Set(filled.map(({ from }) => from))].sort((a, b) => a - b);
}

function textsOf(row: readonly PlacedCell[], columns: readonly number[], room: Room): string[] {
  const texts: string[] = [];
  let at = 0;
  for (const { text, from, to } of row) {
    while (Number(columns[at]) < from && room.take(costOf(''))) at = texts.push('');
    for (let own = true; Number(columns[at]) < to && (own || room.take(costOf(text))); own = false)
      at = texts.push(text);
  }
  return texts;
}
