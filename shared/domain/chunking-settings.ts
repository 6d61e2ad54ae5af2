import { type DocumentChunker, documentChunker } from './chunking.ts';
import { type ChunkingPolicy, chunkingName, chunkingNamed, DEFAULT_CHUNKING } from './chunking-policy.ts';
import type { RedactedText } from './text.ts';

/** A way to cut documents that `affidavit evaluate chunking` measures beside the others. */
export interface ChunkingSetting {
  readonly name: string;
  /** A chunker for one document. `countTokens` counts as the embedder does. */
  start(title: RedactedText, countTokens: (text: string) => number): DocumentChunker;
}

/** What documents are cut by when nothing else is said. */
export const DEFAULT_SETTING = chunkingName(DEFAULT_CHUNKING);

const NAMES = [
  ...[120, 160, 200, 256, 320, 400].map((maxTokens) => `structure-${maxTokens}`),
  ...['fixed-200', 'fixed-200-overlap-40', 'recursive-200', 'recursive-200-overlap-40', 'recursive-400'],
  ...['sentence-window-200-of-200', 'parent-child-100-of-200', 'parent-child-100-of-400', 'table-row-200'],
];

/** Every setting that is measured when none is named: each chunker, and sizes of the default one. */
export const CHUNKING_SETTINGS: readonly ChunkingSetting[] = [
  ...NAMES.map((name) => settingOf(chunkingNamed(name))),
  settingOf({ ...DEFAULT_CHUNKING, maxContextTokens: 0 }, `${DEFAULT_SETTING}-without-context`),
];

export function settingOf(policy: ChunkingPolicy, name: string = chunkingName(policy)): ChunkingSetting {
  return { name, start: (title, countTokens) => documentChunker(title, countTokens, policy) };
}
