import { contentTypeDetector } from '#shared/adapters/portable/content-type-detector.ts';
import { workerTextExtractor } from '#shared/adapters/portable/worker-text-extractor.ts';
import type { TextExtractor, TypeDetector } from '#shared/ports/text-extractor.ts';

export interface LocalExtraction {
  readonly types: TypeDetector;
  readonly extractor: TextExtractor;
  /** Reads the pictures of scans; absent where text of scans is not recognised. */
  readonly scans?: TextExtractor | undefined;
  close(): Promise<void>;
}

/** What any file may take to read, in seconds of work: S9 of the product's goals allows a small hostile one ten. */
const LEAST_SECONDS = 10;

/**
 * What a larger file may take besides, in seconds: a PDF of 619 pages and 2.8 MiB takes six on an idle machine of two
 * cores, a DOCX of 872 pages and 0.5 MiB three, and the machine may be busy with other documents.
 */
const SECONDS_PER_MEBIBYTE = 20;

/** However large: as long as on AWS. */
const MOST_SECONDS = 120;

/**
 * Longest that a scan may take, in seconds: 600 pages of one second each, which is what Tesseract takes on one core. Ours
 * to change: `affidavit extract <scan>` shows what one takes here.
 */
const SCAN_SECONDS = 600;

/** Text that a document may hold, in characters: some 20,000 dense pages. */
const MAX_OUTPUT_CHARACTERS = 100_000_000;

/** Longest that a file of so many bytes may take to read, in seconds of work. */
export function extractionDeadline(bytes: number): number {
  return Math.min(MOST_SECONDS, LEAST_SECONDS + (bytes / 1024 ** 2) * SECONDS_PER_MEBIBYTE);
}

interface LocalExtractionOptions {
  /** Whether scans are read too. */
  readonly recognises?: boolean;
  /** Of a file of so many bytes. Another one is for runs whose outcome must not hang on how busy the machine is. */
  readonly deadlineSeconds?: (bytes: number) => number;
}

/** Reads files off the main thread. */
export function localExtraction({
  recognises = true,
  deadlineSeconds = extractionDeadline,
}: LocalExtractionOptions = {}): LocalExtraction {
  const scans = recognises ? scanReader() : undefined;
  const extractor = workerTextExtractor({
    workerUrl: new URL('../../shared/adapters/portable/extraction/extract-worker.ts', import.meta.url),
    deadlineSeconds,
    maxOutputCharacters: MAX_OUTPUT_CHARACTERS,
    workers: 1,
  });
  const close = async () => {
    await Promise.all([extractor.close(), scans?.close()]);
  };
  return { types: contentTypeDetector(), extractor, scans, close };
}

function scanReader() {
  return workerTextExtractor({
    workerUrl: new URL('../../shared/adapters/local/recognition/recognize-worker.ts', import.meta.url),
    deadlineSeconds: SCAN_SECONDS,
    maxOutputCharacters: MAX_OUTPUT_CHARACTERS,
    workers: 1,
  });
}
