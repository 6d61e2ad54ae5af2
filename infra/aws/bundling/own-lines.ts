import { asciiColumns } from './ascii-code.ts';
import { fromVlq, toVlq } from './base64-vlq.ts';

/** A source map as far as it is looked into. Source: ECMA-426, "Source map format". */
interface SourceMap {
  readonly version: 3;
  readonly sources: readonly string[];
  readonly mappings: string;
}

/** Where a piece of code begins in its line and, unless it is from nowhere, in which line and column of which source. */
interface Piece {
  readonly column: number;
  readonly from?: Place;
}

interface Place {
  readonly source: number;
  readonly line: number;
  readonly column: number;
}

/**
 * A source map of our own lines alone, without names. Node reads the whole of it at every cold start, and nine tenths are
 * about packages, of whose lines nobody asks: their code counts as from nowhere. Columns are those of `code`, which the map
 * was made with, once it is in ASCII.
 */
export function ownLines(map: string, code: string): string {
  const { version, sources, mappings }: SourceMap = JSON.parse(map);
  const own = sources.filter((source) => !source.includes('node_modules/'));
  const numbers = new Map(own.map((source, index) => [source, index]));
  const lines = readMappings(mappings).map((pieces) =>
    withoutRepeats(
      pieces.map(({ column, from }) => placed(column, from, numbers.get(sources[from?.source ?? -1] ?? ''))),
    ),
  );
  const written = code.split('\n');
  const moved = lines.map((pieces, at) => shifted(pieces, written[at] ?? ''));
  return JSON.stringify({ version, sources: own, names: [], mappings: writeMappings(moved) });
}

function placed(column: number, from: Place | undefined, source: number | undefined): Piece {
  return from === undefined || source === undefined ? { column } : { column, from: { ...from, source } };
}

/** What is from nowhere goes on until something is from somewhere. */
function withoutRepeats(pieces: readonly Piece[]): Piece[] {
  return pieces.filter((piece, at) => piece.from !== undefined || pieces[at - 1]?.from !== undefined);
}

function shifted(pieces: readonly Piece[], line: string): Piece[] {
  const columns = asciiColumns(
    line,
    pieces.map(({ column }) => column),
  );
  return pieces.map((piece, at) => ({ ...piece, column: columns[at] ?? piece.column }));
}

/** Pieces of each line of code. In the file, all numbers but the first of a line are told as steps from the last one. */
function readMappings(mappings: string): Piece[][] {
  let from: Place = { source: 0, line: 0, column: 0 };
  return mappings.split(';').map((line) => {
    let column = 0;
    return line.split(',').flatMap((segment) => {
      const [columns = 0, sources, lines = 0, sourceColumns = 0] = fromVlq(segment);
      column += columns;
      if (segment === '') return [];
      if (sources === undefined) return [{ column }];
      from = { source: from.source + sources, line: from.line + lines, column: from.column + sourceColumns };
      return [{ column, from }];
    });
  });
}

function writeMappings(lines: readonly (readonly Piece[])[]): string {
  let last: Place = { source: 0, line: 0, column: 0 };
  return lines
    .map((pieces) => {
      let before = 0;
      return pieces
        .map(({ column, from }) => {
          const columns = column - before;
          before = column;
          if (from === undefined) return toVlq([columns]);
          const steps = [from.source - last.source, from.line - last.line, from.column - last.column];
          last = from;
          return toVlq([columns, ...steps]);
        })
        .join(',');
    })
    .join(';');
}
