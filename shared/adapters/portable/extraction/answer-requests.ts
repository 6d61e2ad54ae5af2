import { parentPort } from 'node:worker_threads';
import type { ExtractedDocument } from '../../../domain/extraction.ts';
import type { DocumentType } from '../../../ports/text-extractor.ts';
import { type ExtractionRequest, failureAnswer } from './extraction-messages.ts';

/** Reads a document in this thread. */
type Reader = (bytes: Uint8Array, type: DocumentType, maxOutputCharacters: number) => Promise<ExtractedDocument>;

/** Makes this worker thread one that reads documents for a supervised worker. */
export function answerRequests(read: Reader): void {
  // Parsers leave promises behind that fail after the document has failed; the document's own answer is what counts.
  process.on('unhandledRejection', () => undefined);

  parentPort?.on('message', async ({ bytes, type, maxOutputCharacters }: ExtractionRequest) => {
    const answer = await read(bytes, type, maxOutputCharacters).then((document) => ({ document }), failureAnswer);
    parentPort?.postMessage(answer);
  });
}
