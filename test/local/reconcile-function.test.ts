import type { Context } from 'aws-lambda';
import { expect, it } from 'vitest';
import { createHandler } from '#functions/reconcile/handler.ts';
import { localContext } from '#infra/local/local-function.ts';
import { ingestStack } from '../doubles/ingest-stack.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

it('cuts a pass short before its time is over, and goes on from there the next time', async () => {
  const ingest = await ingestStack(temporaryFolder());
  await ingest.put('local/inbox/a.txt', 'A walrus.');
  const { ports } = ingest.stack;
  const listed: (string | undefined)[] = [];
  const hanging = Promise.withResolvers<never>();
  const list: typeof ports.store.list = (prefix, after, signal) => {
    listed.push(after);
    if (after === undefined) return ports.store.list(prefix, after, signal);
    signal?.addEventListener('abort', () => hanging.reject(new Error('cut short')));
    return hanging.promise;
  };
  const outOfTime = { getRemainingTimeInMillis: () => 5_500 } as Context; // The handler asks for nothing else of it.

  const short = await createHandler({ ...ports, store: { ...ports.store, list } })({}, outOfTime);
  const whole = await createHandler(ports)({}, localContext(60));
  await ingest.stack.close();

  expect(short).toEqual({ isFinished: false });
  expect(listed).toEqual([undefined, 'tenants/local/inbox/a.txt']);
  expect(whole).toMatchObject({ isFinished: true, seen: 1, missing: 0, orphanChunks: 0 });
});
