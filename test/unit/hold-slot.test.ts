import { expect, it } from 'vitest';
import { holdSlot } from '#shared/runtime/hold-slot.ts';

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

  const held = holdSlot(RUN, ports, false, () => work.promise);
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

  await holdSlot(RUN, released.ports, true, async () => undefined);
  const failing = holdSlot(RUN, failed.ports, true, () => Promise.reject(new Error('told to fail')));

  await expect(failing).rejects.toThrow('told to fail');
  expect([released.renewed(), failed.renewed()]).toEqual([1, 2]);
});

it('does the work although no slot can be renewed', async () => {
  const { ports } = setUp();
  const slots = { renew: () => Promise.reject(new Error('down')) };

  expect(await holdSlot(RUN, { ...ports, slots }, false, async () => 'done')).toBe('done');
});
