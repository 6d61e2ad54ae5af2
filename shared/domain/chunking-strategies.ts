import { groupsOf, type Pack, packUnits } from './chunking-packing.ts';
import type { ChunkerName, ChunkingPolicy } from './chunking-policy.ts';
import type { Grain, Unit } from './chunking-units.ts';
import { contextWindows, unitWindows } from './chunking-windows.ts';

/** What becomes a chunk: the units that are read, and those of them that are found where these are fewer. */
export interface Cut {
  readonly read: Pack;
  readonly found?: Pack;
}

/** One way to put the units of a page together. */
interface ChunkingStrategy {
  readonly grain: Grain;
  /** Every unit is in one cut at least; cuts begin and end in the order of the text. */
  cut(units: readonly Unit[], policy: ChunkingPolicy): Cut[];
}

/** Puts whole blocks together, section by section, into chunks of about equal length. */
const byStructure: ChunkingStrategy = { grain: 'block', cut: (units, policy) => packUnits(units, policy).map(readAll) };

/** Every chunker, by its name. They get the same units, so none of them can cut a row, a line of code or a placeholder. */
export const STRATEGIES: Readonly<Record<ChunkerName, ChunkingStrategy>> = {
  structure: byStructure,
  /** Each row of a table by itself, under its header; other text by structure. Units say where rows begin. */
  'table-row': byStructure,
  /** Fills each chunk with words, wherever a sentence ends. */
  fixed: { grain: 'word', cut: (units, policy) => unitWindows(units, policy).map(readAll) },
  /** Fills each chunk with blocks; with sentences of one that is too long, and with words of such a sentence. */
  recursive: { grain: 'block', cut: (units, policy) => unitWindows(units, policy).map(readAll) },
  /** Finds single sentences, each with the headings above it, and reads what stands around them. */
  'sentence-window': {
    grain: 'sentence',
    cut: (units, { readTokens }) => contextWindows(groupsOf(units), readTokens),
  },
  /** Finds small chunks by structure, and reads the larger one that they are part of. */
  'parent-child': {
    grain: 'block',
    cut: (units, policy) =>
      packUnits(units, { ...policy, maxTokens: policy.readTokens }).flatMap((read) =>
        packUnits(read, policy).map((found) => (found.length === read.length ? { read } : { read, found })),
      ),
  },
};

function readAll(read: Pack): Cut {
  return { read };
}
