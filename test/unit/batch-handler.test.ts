import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { localContext } from '#infra/local/local-function.ts';
import { batchHandler } from '#shared/runtime/batch-handler.ts';

const batchOf = (...bodies: string[]) => ({ Records: bodies.map((body, at) => ({ messageId: String(at), body })) });

describe('a batch', () => {
  it('whose time is up reports what hangs alone, and aborts it', async () => {
    const signals: AbortSignal[] = [];
    const handler = batchHandler({
      name: 'test',
      message: z.string(),
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
    const handler = batchHandler({ name: 'test', message: z.string(), handle: async () => {} });

    expect(await handler(batchOf('"a"', '"b"'), localContext(60))).toEqual({ batchItemFailures: [] });
  });

  it('that is none is refused', async () => {
    const handler = batchHandler({ name: 'test', message: z.string(), handle: async () => {} });

    await expect(handler({ Records: 'none' } as never, localContext(60))).rejects.toMatchObject({
      name: 'InputInvalid',
    });
  });
});
