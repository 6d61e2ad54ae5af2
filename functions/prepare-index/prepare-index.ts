import type { PrepareIndexEvent } from '#shared/contracts/prepare-index.ts';
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

/**
 * Makes the index of a deployment ready and lets the functions' roles at it; safe any number of times. A deletion leaves
 * the index alone: it goes when its domain goes, and a domain that is retained keeps its chunks.
 *
 * @throws PipelineFailure `IndexMismatch` when it holds vectors of another embedder, `InputInvalid` when another was
 *   calibrated; either fails the deployment.
 */
export async function prepareIndex(
  event: PrepareIndexEvent,
  { domain, index, fingerprint }: PrepareIndexPorts,
  signal: AbortSignal,
): Promise<void> {
  if (event.RequestType === 'Delete') return;
  await domain.whenReady(signal);
  const embedder = await fingerprint();
  assertCalibrated(embedder, event.ResourceProperties.calibratedProbe);
  await index.prepare(embedder, signal);
  await domain.grant(event.ResourceProperties, signal);
}

/** A provider may change a model under its id: similarities of the former say nothing of the latter. */
function assertCalibrated({ probe }: EmbedderFingerprint, calibrated: string | undefined): void {
  if (calibrated === undefined || calibrated === probe) return;
  throw new PipelineFailure('InputInvalid', 'the calibration of the settings was fitted to another embedder');
}
