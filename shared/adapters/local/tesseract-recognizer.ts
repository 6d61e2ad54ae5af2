import type { DocumentStore } from '../../ports/document-store.ts';
import type { TextExtractor } from '../../ports/text-extractor.ts';
import type { TextRecognizer } from '../../ports/text-recognizer.ts';

interface TesseractRecognizerOptions {
  readonly store: Pick<DocumentStore, 'read'>;
  /** Over `recognition/recognize-worker.ts`, with its deadline. */
  readonly reader: TextExtractor;
  readonly maxDocumentBytes: number;
}

/** There is one: whoever asks for the outcome does the work, so that a process that dies loses nothing. */
const JOB = 'local';

/** Reads scans on this machine while it is asked for their text. */
export function tesseractRecognizer({ store, reader, maxDocumentBytes }: TesseractRecognizerOptions): TextRecognizer {
  return {
    firstLookSeconds: 0,
    start: async (_scan, signal) => {
      signal?.throwIfAborted();
      return JOB;
    },
    collect: async ({ key, versionId, type }, _job, signal) => {
      const bytes = await store.read(key, versionId, maxDocumentBytes, signal);
      return await reader.extract(bytes, type, signal);
    },
  };
}
