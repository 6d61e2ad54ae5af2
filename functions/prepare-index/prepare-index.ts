import type { PrepareIndexEvent, PrepareIndexResult } from '#shared/contracts/prepare-index.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import type { EmbedderFingerprint } from '#shared/domain/fingerprint.ts';
import type { ChunkIndex } from '#shared/ports/chunk-index.ts';
import type { SearchDomain } from '#shared/ports/search-domain.ts';

export interface PrepareIndexPorts {
  readonly domain: SearchDomain;
  readonly index: Pick<ChunkIndex, 'prepare'>;
  /** Of the configured embedder; asking for it is a call of the model. */
  readonly fingerprint: () => Promise<EmbedderFingerprint>;
}

/** One for the life of the stack: another id would make CloudFormation delete the resource under the old one. */
const RESULT: PrepareIndexResult = { PhysicalResourceId: 'affidavit-index' };

/**
 * Makes the index of a deployment ready and lets the functions' roles at it; safe any number of times. A deletion leaves
 * the index alone: it goes when its domain goes, and a domain that is retained keeps its chunks.
 *
 * @throws PipelineFailure `IndexMismatch` when it holds vectors of another embedder, `InputInvalid` when another was
 *   calibrated; either fails the deployment.
 */
export async function prepareIndex(
  { RequestType, ResourceProperties }: PrepareIndexEvent,
  { domain, index, fingerprint }: PrepareIndexPorts,
  signal: AbortSignal,
): Promise<PrepareIndexResult> {
  if (RequestType === 'Delete') return RESULT;
  await domain.whenReady(signal);
  const embedder = await fingerprint();
  assertCalibrated(embedder, ResourceProperties.calibratedProbe);
  await index.prepare(embedder, signal);
  await domain.grant(ResourceProperties, signal);
  return RESULT;
}

/** A provider may change a model under its id: similarities of the former say nothing of the latter. */
function assertCalibrated({ probe }: EmbedderFingerprint, calibrated: string | undefined): void {
  if (calibrated === undefined || calibrated === probe) return;
  throw new PipelineFailure('InputInvalid', 'the calibration of the settings was fitted to another embedder');
}
