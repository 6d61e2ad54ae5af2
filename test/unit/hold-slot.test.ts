import { expect, it } from 'vitest';
import { holdSlot } from '#shared/runtime/hold-slot.ts';

const IN_TIME = new AbortController().signal;
const RUN = { tenantId: 'acme', documentId: 'a', versionId: 'v1', attempt: 1 };

/** A clock whose sleepers wake when the test says so, and slots that note each renewal. */
function setUp() {
  let renewals = 0;
  let wake: (() => void) | undefined;
  const slept: number[] = [];
  const sleep = (milliseconds: number, signal?: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      slept.push(milliseconds);
      wake = resolve;
      signal?.addEventListener('abort', () => reject(signal.reason));
    });
  const renew = async () => {
    renewals += 1;
  };
  const slots = { renew };
  const renewed = () => renewals;
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return { ports: { slots, clock: { now: () => 0, sleep } }, slept, renewed, wake: () => wake?.(), settle };
}

it('renews at the start, every twenty seconds of work and at the end', async () => {
  const { ports, slept, renewed, wake, settle } = setUp();
  const work = Promise.withResolvers<string>();

  const held = holdSlot(RUN, ports, { endsExecution: false, signal: IN_TIME }, () => work.promise);
  await settle();
  const atStart = renewed();
  wake();
  await settle();
  const later = renewed();
  work.resolve('done');

  expect(await held).toBe('done');
  expect([atStart, later, renewed()]).toEqual([1, 2, 3]);
  expect(slept).toEqual([20_000, 20_000]);
});

it('takes no slot again that the work has released, and keeps it when that work failed', async () => {
  const released = setUp();
  const failed = setUp();

  await holdSlot(RUN, released.ports, { endsExecution: true, signal: IN_TIME }, async () => undefined);
  const failing = holdSlot(RUN, failed.ports, { endsExecution: true, signal: IN_TIME }, () =>
    Promise.reject(new Error('told to fail')),
  );

  await expect(failing).rejects.toThrow('told to fail');
  expect([released.renewed(), failed.renewed()]).toEqual([1, 2]);
});

it('does the work although no slot can be renewed', async () => {
  const { ports } = setUp();
  const slots = { renew: () => Promise.reject(new Error('down')) };

  const held = holdSlot(RUN, { ...ports, slots }, { endsExecution: false, signal: IN_TIME }, async () => 'done');

  expect(await held).toBe('done');
});

// Regression: work that never ended renewed its slot for ever, after the execution had been given up and its slot released.
it('lets go of the slot when the time of the work is up, whether or not the work ever ends', async () => {
  const { ports, slept, renewed, settle } = setUp();
  const time = new AbortController();
  const work = Promise.withResolvers<void>();

  const held = holdSlot(RUN, ports, { endsExecution: false, signal: time.signal }, () => work.promise);
  await settle();
  time.abort();
  await settle();
  const whenTimeWasUp = renewed();
  work.resolve();
  await held;

  expect([whenTimeWasUp, renewed()]).toEqual([2, 2]);
  expect(slept).toEqual([20_000]);
});
