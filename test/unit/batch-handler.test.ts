import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { localContext } from '#infra/local/local-function.ts';
import { batchHandler } from '#shared/runtime/batch-handler.ts';
import { recordedLog } from '../doubles/recorded-log.ts';

const batchOf = (...bodies: string[]) => ({ Records: bodies.map((body, at) => ({ messageId: String(at), body })) });

describe('a batch', () => {
  it('whose time is up reports what hangs alone, and aborts it', async () => {
    const signals: AbortSignal[] = [];
    const handler = batchHandler({
      name: 'test',
      message: z.string(),
      log: recordedLog(),
      handle: (message, signal) => {
        signals.push(signal);
        return message === 'hangs' ? new Promise<void>(() => {}) : Promise.resolve();
      },
    });

    const outcome = await handler(batchOf('"done"', '"hangs"', '"done"'), localContext(0));

    expect(outcome).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] });
    expect(signals.every(({ aborted }) => aborted)).toBe(true);
  });

  it('of which all is done reports nothing', async () => {
    const handler = batchHandler({ name: 'test', message: z.string(), log: recordedLog(), handle: async () => {} });

    expect(await handler(batchOf('"a"', '"b"'), localContext(60))).toEqual({ batchItemFailures: [] });
  });

  it('is noted in the log: each message by its id and its outcome, and how many failed', async () => {
    const log = recordedLog();
    const handle = async (message: string) => {
      if (message === 'broken') throw new TypeError('broken');
    };
    const handler = batchHandler({ name: 'test', message: z.string(), log, handle });

    await handler(batchOf('"done"', '"broken"', 'no JSON'), localContext(60));

    const place = expect.any(String);
    expect(log.runs).toEqual([
      { function: 'test', invocationId: '2', outcome: 'Unexpected', details: { defect: 'SyntaxError', place } },
      { function: 'test', invocationId: '0', outcome: 'succeeded' },
      { function: 'test', invocationId: '1', outcome: 'Unexpected', details: { defect: 'TypeError', place } },
      { function: 'test', invocationId: undefined, outcome: 'succeeded', messages: 3, failedMessages: 2 },
    ]);
  });

  it('that is none is refused', async () => {
    const handler = batchHandler({ name: 'test', message: z.string(), log: recordedLog(), handle: async () => {} });

    await expect(handler({ Records: 'none' } as never, localContext(60))).rejects.toMatchObject({
      name: 'InputInvalid',
    });
  });
});
