import { MODEL_FILES } from '#infra/local/local-models.ts';
import type { PortOverrides } from '#infra/local/local-ports.ts';
import { wordpieceTokenCounter } from '#shared/adapters/portable/wordpiece-token-counter.ts';
import { patientExtraction } from './patient-extraction.ts';

const extraction = patientExtraction();
if (extraction.scans === undefined) throw new Error('nothing reads scans');

/**
 * What takes a stack longest to start and keeps nothing of a document: the threads that read files and scans, and the
 * tokenizer. Every stack of a process has the same ones, and whatever ends the process ends them.
 */
export const SHARED_PARTS = {
  extraction: { ...extraction, scans: extraction.scans },
  tokens: wordpieceTokenCounter(MODEL_FILES.embedder.tokenizerPath),
} satisfies PortOverrides;
