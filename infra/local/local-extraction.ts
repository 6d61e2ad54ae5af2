import { contentTypeDetector } from '#shared/adapters/portable/content-type-detector.ts';
import { workerTextExtractor } from '#shared/adapters/portable/worker-text-extractor.ts';
import type { TextExtractor, TypeDetector } from '#shared/ports/text-extractor.ts';

export interface LocalExtraction {
  readonly types: TypeDetector;
  readonly extractor: TextExtractor;
  close(): Promise<void>;
}

/** Longest that a file may take to read, in seconds: S9 of the product's goals allows a hostile one ten. */
const DEADLINE_SECONDS = 10;

/** Text that a document may hold, in characters: some 20,000 dense pages. */
const MAX_OUTPUT_CHARACTERS = 100_000_000;

/** Reads files off the main thread. */
export function localExtraction(): LocalExtraction {
  const extractor = workerTextExtractor({
    workerUrl: new URL('../../shared/adapters/portable/extraction/extract-worker.ts', import.meta.url),
    deadlineSeconds: DEADLINE_SECONDS,
    maxOutputCharacters: MAX_OUTPUT_CHARACTERS,
    workers: 1,
  });
  return { types: contentTypeDetector(), extractor, close: () => extractor.close() };
}
