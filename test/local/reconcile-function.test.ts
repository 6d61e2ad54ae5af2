import type { Context } from 'aws-lambda';
import { expect, it } from 'vitest';
import { createHandler } from '#functions/reconcile/handler.ts';
import { localContext } from '#infra/local/local-function.ts';
import { reconcileAll } from '#shared/runtime/reconcile/reconcile-all.ts';
import { ingestStack } from '../doubles/ingest-stack.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

it('cuts a pass short before its time is over, and goes on the next time where it was cut short', async () => {
  const ingest = await ingestStack(temporaryFolder());
  await ingest.put('local/inbox/a.txt', 'A walrus.');
  const { ports } = ingest.stack;
  const killed = new AbortController();
  let pages = 0;
  const killAtSecondPage = () => {
    pages += 1;
    if (pages === 2) killed.abort();
  };
  await expect(reconcileAll(ports, { isResumable: true, onPage: killAtSecondPage }, killed.signal)).rejects.toThrow();

  const outOfTime = { getRemainingTimeInMillis: () => 5_001 } as Context; // The handler asks for nothing else of it.
  const hang: typeof ports.store.list = (_prefix, _after, signal) =>
    new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(new Error('cut short'))));
  const short = await createHandler({ ...ports, store: { ...ports.store, list: hang } })({}, outOfTime);
  const begunAfter: (string | undefined)[] = [];
  const list: typeof ports.store.list = (prefix, after, signal) => {
    begunAfter.push(after);
    return ports.store.list(prefix, after, signal);
  };
  const whole = await createHandler({ ...ports, store: { ...ports.store, list } })({}, localContext(60));
  await ingest.stack.close();

  expect(short).toEqual({ isFinished: false });
  expect(begunAfter).toEqual(['tenants/local/inbox/a.txt']);
  expect(whole).toMatchObject({ isFinished: true, seen: 1, missing: 0, orphanChunks: 0 });
});
