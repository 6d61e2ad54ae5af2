import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requestLimit } from '#infra/local/request-limit.ts';
import type { Clock } from '#shared/ports/clock.ts';
import { manualClock } from '../doubles/manual-clock.ts';

/** A clock whose sleeps end when the test says so. */
function heldClock() {
  const sleeps: (() => void)[] = [];
  const clock: Clock = { ...manualClock(), sleep: () => new Promise((resolve) => sleeps.push(() => resolve())) };
  return { clock, endSleeps: () => sleeps.forEach((end) => void end()) };
}

const BOUNDS = { maxInFlight: 2, maxWaiting: 1, maxWaitMilliseconds: 250 };

it('lets the oldest that waits in when one leaves', async () => {
  const limit = requestLimit({ ...BOUNDS, maxWaiting: 2, clock: heldClock().clock });
  const [leave] = await Promise.all([limit.enter(), limit.enter()]);
  const order: string[] = [];
  const third = limit.enter().then(() => order.push('third'));
  void limit.enter().then(() => order.push('fourth'));

  leave?.();
  await third;

  expect(order).toEqual(['third']);
});

it('refuses at once what comes when as many wait as may', async () => {
  const limit = requestLimit({ ...BOUNDS, clock: heldClock().clock });
  await Promise.all([limit.enter(), limit.enter()]);
  void limit.enter();

  expect(await limit.enter()).toBeUndefined();
});

it('refuses what waited as long as it may, and counts it no more', async () => {
  const { clock, endSleeps } = heldClock();
  const limit = requestLimit({ ...BOUNDS, clock });
  const [leave] = await Promise.all([limit.enter(), limit.enter()]);
  const tooLate = limit.enter();

  endSleeps();
  const refused = await tooLate;
  leave?.();

  expect(refused).toBeUndefined();
  expect(await limit.enter()).toBeTypeOf('function');
});

describe('a line', () => {
  /** Milliseconds that each request may wait when somebody waits for `share` of every 100 ms, one after the other. */
  async function waitsWith(share: number, requests: number) {
    let now = 0;
    const waits: number[] = [];
    const sleep = (milliseconds: number) => {
      waits.push(milliseconds);
      return new Promise<void>(() => {});
    };
    const limit = requestLimit({ ...BOUNDS, maxInFlight: 1, clock: { now: () => now, sleep } });
    let leave = await limit.enter();
    for (let request = 0; request < requests; request += 1) {
      const next = limit.enter();
      now += share * 100;
      leave?.();
      leave = await next;
      now += (1 - share) * 100;
    }
    return waits;
  }

  it('that stands for most of the time is waited in a twentieth as long', async () => {
    const waits = await waitsWith(0.7, 40);

    expect(waits.slice(0, 10)).toEqual(Array(10).fill(250));
    expect(waits.slice(-10)).toEqual(Array(10).fill(12.5));
  });

  it('that is there now and then is waited in as long as any', async () => {
    const waits = await waitsWith(0.3, 40);

    expect(new Set(waits)).toEqual(new Set([250]));
  });
});

it('never has more at work than it may, whoever leaves twice', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom('enter', 'leave', 'leave twice'), { maxLength: 60 }), async (calls) => {
      const limit = requestLimit({ ...BOUNDS, maxWaiting: 5, clock: heldClock().clock });
      const inside: (() => void)[] = [];
      for (const call of calls) {
        if (call === 'enter') void limit.enter().then((leave) => leave && inside.push(leave));
        else {
          const leave = inside.shift();
          leave?.();
          if (call === 'leave twice') leave?.();
        }
        await new Promise(setImmediate);

        expect(inside.length).toBeLessThanOrEqual(BOUNDS.maxInFlight);
      }
    }),
  );
});
