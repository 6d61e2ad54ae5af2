import { describe, expect, it, onTestFinished } from 'vitest';
import { createHandler } from '#functions/admit/handler.ts';
import { type LocalFunction, localFunction } from '#infra/local/local-function.ts';
import type { SqsBatchOutcome } from '#shared/contracts/events.ts';
import { ingestStack } from '../doubles/ingest-stack.ts';
import { deliver } from '../doubles/sqs-delivery.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

/** `admit` over a stack that holds two documents, and how often it looked at each. */
async function admission() {
  const { stack, write } = await ingestStack(temporaryFolder());
  onTestFinished(() => stack.close());
  stack.ports.onChange(async () => {}); // Events come from the test alone.
  for (const name of ['a', 'b']) await write(`local/inbox/${name}.txt`, 'A walrus.');
  const { ports } = stack;
  const looks = new Map<string, number>();
  const head: typeof ports.store.head = (key, signal) => {
    looks.set(key, (looks.get(key) ?? 0) + 1);
    return ports.store.head(key, signal);
  };
  const admit = localFunction(createHandler({ ...ports, store: { ...ports.store, head } }));
  const messageAbout = (name: string) => {
    const key = `tenants/local/inbox/${name}.txt`;
    return { key, body: JSON.stringify({ bucket: ports.store.bucket, key }) };
  };
  return { admit, looks, a: messageAbout('a'), b: messageAbout('b') };
}

describe('a batch of messages to admit, one of which can never be done', () => {
  it.each([
    ['is no JSON', '{"bucket": "b", "key'],
    ['is JSON of another shape', '{"bucket":"b"}'],
    ['is JSON and no object', 'null'],
    ['is empty', ''],
    ['names a key that is none of ours', '{"bucket":"b","key":"../../etc/passwd"}'],
  ])('puts the one aside alone that %s, and does its neighbours once', async (_how, poison) => {
    const { admit, looks, a, b } = await admission();

    const { receives, aside } = await deliver(admit, [a.body, poison, b.body]);

    expect(receives).toEqual([1, 3, 1]);
    expect(aside).toEqual([1]);
    expect(looks).toEqual(
      new Map([
        [a.key, 1],
        [b.key, 1],
      ]),
    );
  });

  it('does the neighbours again each time, and puts them aside too, when it fails as a whole', async () => {
    const { admit, looks, a, b } = await admission();

    const { receives, aside } = await deliver(failingAsWhole(admit), [a.body, 'poison', b.body]);

    expect(receives).toEqual([3, 3, 3]);
    expect(aside).toEqual([0, 1, 2]);
    expect([...looks.values()]).toEqual([3, 3]);
  });
});

/** The defence off: no answer in part. */
function failingAsWhole(call: LocalFunction): LocalFunction {
  return async (event) => {
    const outcome = (await call(event)) as SqsBatchOutcome; // What the handler answers.
    if (outcome.batchItemFailures.length > 0) throw new Error('the batch failed');
    return outcome;
  };
}
