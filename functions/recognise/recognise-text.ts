import { DocumentTypeSchema, type Extracted, type Recognising } from '#shared/contracts/steps.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { executionNameOf } from '#shared/domain/identity.ts';
import { nextLook } from '#shared/domain/recognition.ts';
import type { ArtifactStore } from '#shared/ports/artifact-store.ts';
import type { Keys } from '#shared/ports/keys.ts';
import type { LanguageDetector } from '#shared/ports/language-detector.ts';
import type { Ledger } from '#shared/ports/ledger.ts';
import type { TextRecognizer } from '#shared/ports/text-recognizer.ts';
import { currentDocument } from '#shared/runtime/current-document.ts';
import { keepRawText } from '#shared/runtime/keep-raw-text.ts';

export interface RecognisePorts {
  readonly artifacts: ArtifactStore;
  readonly ledger: Ledger;
  readonly keys: Keys;
  readonly recognizer: Pick<TextRecognizer, 'collect'> | undefined;
  readonly languages: LanguageDetector;
}

/**
 * Leaves the text of a scan where `extract` leaves that of other documents, or says when to look for it again.
 *
 * @throws PipelineFailure `Superseded`, `TextLayerMissing`, `DocumentUnreadable`, `DocumentTooLarge` or
 *   `ExtractionTimedOut`.
 */
export async function recogniseText(
  { recognition, ...input }: Recognising,
  ports: RecognisePorts,
  signal: AbortSignal,
): Promise<Extracted | Recognising> {
  const { ledger, keys, recognizer } = ports;
  if (recognizer === undefined) throw new PipelineFailure('TextLayerMissing', 'text of scans is not recognised here');
  const record = await currentDocument(ledger, input, signal);
  const key = keys.open(record.tenantId, record.sealedKey);
  const type = DocumentTypeSchema.parse(input.mediaType);
  const scan = { key, versionId: input.versionId, type, token: executionNameOf(input) };
  const document = await recognizer.collect(scan, recognition.job, signal);
  if (document === undefined) return { ...input, recognition: nextLook(recognition) };
  return await keepRawText(input, document, key, ports, signal);
}
