import { decode, encode, type SourceMapSegment } from '@jridgewell/sourcemap-codec';
import { asciiColumns } from './ascii-code.ts';

/** A source map as far as it is looked into. Source: ECMA-426, "Source map format". */
interface SourceMap {
  readonly version: 3;
  readonly sources: readonly string[];
  readonly mappings: string;
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
  const lines = decode(mappings).map((segments) =>
    withoutRepeats(segments.map((segment) => placed(segment, numbers.get(sources[segment[1] ?? -1] ?? '')))),
  );
  const written = code.split('\n');
  const moved = lines.map((segments, at) => shifted(segments, written[at] ?? ''));
  return JSON.stringify({ version, sources: own, names: [], mappings: encode(moved) });
}

/** A segment says where a piece of code begins in its line and, unless it is from nowhere, its source, line and column. */
function placed(segment: SourceMapSegment, source: number | undefined): SourceMapSegment {
  if (source === undefined || segment.length === 1) return [segment[0]];
  return [segment[0], source, segment[2], segment[3]];
}

/** What is from nowhere goes on until something is from somewhere. */
function withoutRepeats(segments: readonly SourceMapSegment[]): SourceMapSegment[] {
  return segments.filter((segment, at) => segment.length > 1 || (segments[at - 1]?.length ?? 1) > 1);
}

function shifted(segments: readonly SourceMapSegment[], line: string): SourceMapSegment[] {
  const columns = asciiColumns(
    line,
    segments.map(([column]) => column),
  );
  return segments.map(([column, ...from], at) => [columns[at] ?? column, ...from]);
}
