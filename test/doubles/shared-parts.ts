import { localExtraction } from '#infra/local/local-extraction.ts';
import { MODEL_FILES } from '#infra/local/local-models.ts';
import type { PortOverrides } from '#infra/local/local-ports.ts';
import { wordpieceTokenCounter } from '#shared/adapters/portable/wordpiece-token-counter.ts';

const extraction = localExtraction();
if (extraction.scans === undefined) throw new Error('nothing reads scans');

/**
 * What takes a stack longest to start and keeps nothing of a document: the threads that read files and scans, and the
 * tokenizer. Every stack of a process has the same ones; a thread that waits keeps no process alive.
 */
export const SHARED_PARTS = {
  extraction: { ...extraction, scans: extraction.scans },
  tokens: wordpieceTokenCounter(MODEL_FILES.embedder.tokenizerPath),
} satisfies PortOverrides;
