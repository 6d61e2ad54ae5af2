import { type DocumentChunker, documentChunker } from './chunking.ts';
import { type ChunkingPolicy, DEFAULT_CHUNKING } from './chunking-policy.ts';
import type { RedactedText } from './text.ts';

/** A way to cut documents that `affidavit evaluate chunking` measures beside the others. */
export interface ChunkingSetting {
  readonly name: string;
  /** A chunker for one document. `countTokens` counts as the embedder does. */
  start(title: RedactedText, countTokens: (text: string) => number): DocumentChunker;
}

const SIZES = [120, 160, 200, 256, 320, 400, 480];

/** What documents are cut by when nothing else is said. */
export const DEFAULT_SETTING = `structure-${DEFAULT_CHUNKING.maxTokens}`;

/** Every setting that is measured. A chunker that is added here appears in the table by itself. */
export const CHUNKING_SETTINGS: readonly ChunkingSetting[] = [
  ...SIZES.map((maxTokens) => structure(`structure-${maxTokens}`, { maxTokens })),
  structure(`${DEFAULT_SETTING}-without-context`, { maxContextTokens: 0 }),
  structure(`${DEFAULT_SETTING}-each-section-alone`, { minTokens: 0 }),
];

function structure(name: string, changes: Partial<ChunkingPolicy>): ChunkingSetting {
  const policy = { ...DEFAULT_CHUNKING, ...changes };
  // A context may take half of a chunk.
  const maxContextTokens = Math.min(policy.maxContextTokens, Math.floor((policy.maxTokens - 1) / 2));
  return {
    name,
    start: (title, countTokens) => documentChunker(title, countTokens, { ...policy, maxContextTokens }),
  };
}
