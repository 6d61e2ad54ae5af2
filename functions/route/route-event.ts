import type { S3EventBridgeEvent } from '#shared/contracts/events.ts';
import { parseObjectKey } from '#shared/domain/identity.ts';
import type { AdmissionQueue } from '#shared/ports/admission-queue.ts';

export interface RoutePorts {
  readonly queue: AdmissionQueue;
}

/**
 * Reads the tenant from the key and queues the event in that tenant's group, so that no tenant delays another. An
 * EventBridge rule alone cannot: it sets a group id to a whole field of the event only.
 *
 * @throws PipelineFailure `KeyInvalid`; the event then ends in the dead-letter queue.
 */
export async function routeEvent(
  { detail }: S3EventBridgeEvent,
  { queue }: RoutePorts,
  signal: AbortSignal,
): Promise<void> {
  const { bucket, object } = detail;
  const { tenantId } = parseObjectKey(object.key);
  await queue.send({ bucket: bucket.name, key: object.key, sequencer: object.sequencer }, tenantId, signal);
}
