import * as z from 'zod/mini';
import type { ObjectEvent } from '../domain/object-event.ts';

/**
 * What EventBridge says of a change in a bucket, as far as we read it.
 *
 * Source: S3 user guide, "EventBridge event message structure". Keys are not URL-encoded there.
 */
export const S3EventBridgeEventSchema = z.object({
  source: z.literal('aws.s3'),
  'detail-type': z.enum(['Object Created', 'Object Deleted']),
  detail: z.object({
    bucket: z.object({ name: z.string() }),
    object: z.object({ key: z.string(), sequencer: z.optional(z.string()) }),
  }),
});
export type S3EventBridgeEvent = z.output<typeof S3EventBridgeEventSchema>;

/** What `route` queues and `admit` reads. */
export const ObjectEventSchema = z.object({
  bucket: z.string(),
  key: z.string(),
  sequencer: z.optional(z.string()),
}) satisfies z.ZodMiniType<ObjectEvent>;

/** A batch of messages as SQS hands it to a Lambda, as far as we read it. */
export const SqsBatchSchema = z.object({ Records: z.array(z.object({ messageId: z.string(), body: z.string() })) });
export type SqsBatch = z.output<typeof SqsBatchSchema>;

/** The messages that SQS is to deliver again; all others are done. */
export interface SqsBatchOutcome {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/**
 * Times that an event about an object is handed to `admit` before it is put aside, here and on AWS: what breaks whoever
 * takes it breaks three of them at the most, as a document does (`npm run bench -- load --only load-poison`). Lambda's
 * guide advises five because a poller takes messages that throttled calls give back; ours is bounded by `maxConcurrency`,
 * and takes none that it cannot hand on. Source: Lambda developer guide, "Using Lambda with SQS", maximum concurrency.
 */
export const ADMISSION_RECEIVES = 3;
