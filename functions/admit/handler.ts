import middy from '@middy/core';
import { ObjectEventSchema, type SqsBatch, type SqsBatchOutcome, SqsBatchSchema } from '#shared/contracts/events.ts';
import { parsedInput } from '#shared/runtime/contract.ts';
import { type AdmitPorts, admitObject } from './admit-object.ts';

/** Called by SQS with a batch. A message that failed is reported alone, so that its neighbours are not done again. */
export const createHandler = (ports: AdmitPorts) =>
  middy<SqsBatch, SqsBatchOutcome>()
    .use(parsedInput('admit', SqsBatchSchema))
    .handler(async ({ Records }, _context, { signal }) => {
      const outcomes = await Promise.allSettled(
        Records.map(async ({ body }) => admitObject(ObjectEventSchema.parse(JSON.parse(body)), ports, signal)),
      );
      const failures = Records.filter((_record, at) => outcomes[at]?.status === 'rejected');
      return { batchItemFailures: failures.map(({ messageId }) => ({ itemIdentifier: messageId })) };
    });
