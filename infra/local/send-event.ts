import type { ObjectEvent } from '#shared/domain/object-event.ts';
import type { LocalFunctions } from './local-functions.ts';

/** Hands an event to `route`, in the shape that EventBridge gives it on AWS. */
export async function sendEvent(
  { route }: Pick<LocalFunctions, 'route'>,
  { bucket, key, sequencer }: ObjectEvent,
): Promise<void> {
  await route({
    source: 'aws.s3',
    'detail-type': 'Object Created',
    detail: { bucket: { name: bucket }, object: { key, sequencer } },
  });
}
