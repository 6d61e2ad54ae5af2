import middy from '@middy/core';
import type { z } from 'zod/mini';
import { type SqsBatch, type SqsBatchOutcome, SqsBatchSchema } from '../contracts/events.ts';
import type { ActivityLog } from '../ports/activity-log.ts';
import { parsedInput } from './contract.ts';
import { hideDefect } from './hide-defect.ts';
import { noteActivity } from './note-activity.ts';
import { noted } from './noted.ts';

/** Milliseconds before Lambda's own time-out at which what is done by then is reported. */
const EARLY_MILLISECONDS = 1_000;

/** What is done with one message, once its body is parsed. */
interface MessageHandling<Message> {
  readonly name: string;
  readonly message: z.ZodMiniType<Message>;
  readonly log: ActivityLog;
  readonly handle: (message: Message, signal: AbortSignal) => Promise<void>;
  /** Done once all messages of a batch were, well or not. It is not to fail. */
  readonly afterBatch?: (signal: AbortSignal) => Promise<void>;
}

/**
 * The Lambda handler of a queue: takes a batch of SQS, reports each message that failed alone and notes each in the log. One that is no JSON,
 * not of the schema, fails or hangs is delivered again and in the end put aside; its neighbours are done once.
 *
 * A batch that fails or times out as a whole would be delivered again as a whole, and go to the dead letters together.
 */
export function batchHandler<Message>({ name, message, log, handle, afterBatch }: MessageHandling<Message>) {
  /** Ids of the messages that are done, of each batch in work. */
  const doneOf = new WeakMap<SqsBatch, Set<string>>();
  const activity = noteActivity<SqsBatch, SqsBatchOutcome | undefined>(name, log, (response) => ({
    failedMessages: response?.batchItemFailures.length,
  }));
  return middy<SqsBatch, SqsBatchOutcome | undefined>({
    timeoutEarlyInMillis: EARLY_MILLISECONDS,
    timeoutEarlyResponse: () => undefined, // No failure: the outcome below is made of what is done by then.
  })
    .use(activity.run)
    .use(hideDefect(name))
    .use(parsedInput(name, SqsBatchSchema))
    .use(activity.about(({ Records }) => ({ messages: Records.length })))
    .use({
      after: (request) => {
        request.response = outcomeOf(request.event, doneOf.get(request.event));
      },
    })
    .handler(async (batch: SqsBatch, _context, { signal }) => {
      const done = new Set<string>();
      doneOf.set(batch, done);
      await Promise.allSettled(
        batch.Records.map(async ({ messageId, body }) => {
          const run = { function: name, invocationId: messageId };
          await noted(log, run, async () => handle(message.parse(JSON.parse(body)), signal));
          done.add(messageId);
        }),
      );
      await afterBatch?.(signal);
      return undefined;
    });
}

function outcomeOf({ Records }: SqsBatch, done: ReadonlySet<string> | undefined): SqsBatchOutcome {
  const failed = Records.filter(({ messageId }) => done?.has(messageId) !== true);
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
}
