import { DocumentTypeSchema, type Extracted, type Identified, type Recognising } from '#shared/contracts/steps.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { executionNameOf } from '#shared/domain/identity.ts';
import type { ArtifactStore } from '#shared/ports/artifact-store.ts';
import type { DocumentStore } from '#shared/ports/document-store.ts';
import type { Keys } from '#shared/ports/keys.ts';
import type { LanguageDetector } from '#shared/ports/language-detector.ts';
import type { Ledger } from '#shared/ports/ledger.ts';
import type { TextExtractor } from '#shared/ports/text-extractor.ts';
import type { TextRecognizer } from '#shared/ports/text-recognizer.ts';
import { currentDocument } from '#shared/runtime/current-document.ts';
import { keepRawText } from '#shared/runtime/keep-raw-text.ts';

export interface ExtractPorts {
  readonly store: DocumentStore;
  readonly artifacts: ArtifactStore;
  readonly ledger: Ledger;
  readonly keys: Keys;
  readonly extractor: TextExtractor;
  /** For scans; they are refused where there is none. */
  readonly recognizer: Pick<TextRecognizer, 'firstLookSeconds' | 'start'> | undefined;
  readonly languages: LanguageDetector;
  readonly maxDocumentBytes: number;
}

/**
 * Reads the text with its provenance and leaves it, in batches of pages, where only redaction reads it. Of a scan it
 * begins the recognition, for which `recognise` comes back.
 */
export async function extractText(
  input: Identified,
  ports: ExtractPorts,
  signal: AbortSignal,
): Promise<Extracted | Recognising> {
  const { store, ledger, keys, extractor, recognizer, maxDocumentBytes } = ports;
  const record = await currentDocument(ledger, input, signal);
  const key = keys.open(record.tenantId, record.sealedKey);
  const bytes = await store.read(key, input.versionId, maxDocumentBytes, signal);
  const type = DocumentTypeSchema.parse(input.mediaType);
  try {
    return await keepRawText(input, await extractor.extract(bytes, type, signal), key, ports, signal);
  } catch (failure) {
    if (recognizer === undefined || !isScan(failure)) throw failure;
    const scan = { key, versionId: input.versionId, type, token: executionNameOf(input) };
    const job = await recognizer.start(scan, signal);
    return { ...input, recognition: { job, looks: 0, waitSeconds: recognizer.firstLookSeconds } };
  }
}

function isScan(failure: unknown): boolean {
  return failure instanceof PipelineFailure && failure.name === 'TextLayerMissing';
}
