import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  afterRefusal,
  afterSending,
  afterSuccess,
  newRateLimit,
  RATE_POLICY,
  type RateLimit,
  waitForRate,
} from '#shared/domain/rate-limit.ts';

const { floor, cap, start } = RATE_POLICY;
const fresh = newRateLimit(RATE_POLICY);
const refuse = (limit: RateLimit, sentAt: number, now: number, more: object = {}) =>
  afterRefusal(limit, { sentAt, now, fraction: 0, ...more }, RATE_POLICY);

/** What may happen to a limiter, a while after what happened before. */
const happenings = fc.array(
  fc.record({
    after: fc.integer({ min: 0, max: 60_000 }),
    took: fc.integer({ min: 1, max: 5_000 }),
    isRefused: fc.boolean(),
    retryAfterSeconds: fc.option(fc.integer({ min: 0, max: 600 }), { nil: undefined }),
    fraction: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  { maxLength: 200 },
);

function live(events: typeof happenings extends fc.Arbitrary<infer T> ? T : never): { limit: RateLimit; now: number } {
  let [limit, now] = [fresh, 1];
  for (const { after, took, isRefused, retryAfterSeconds, fraction } of events) {
    now += after + waitForRate(limit, now + after);
    limit = afterSending(limit, now);
    const sentAt = now;
    now += took;
    limit = isRefused
      ? afterRefusal(limit, { sentAt, now, retryAfterSeconds, fraction }, RATE_POLICY)
      : afterSuccess(limit, sentAt, RATE_POLICY);
  }
  return { limit, now };
}

describe('the rate of a limiter', () => {
  it('stays between floor and cap, whatever happens', () => {
    fc.assert(
      fc.property(happenings, (events) => {
        const { rate } = live(events).limit;
        expect(rate).toBeGreaterThanOrEqual(floor);
        expect(rate).toBeLessThanOrEqual(cap);
      }),
    );
  });

  it('is back at 90 % of the cap within 15 minutes of the last refusal and the wait that it asked for', () => {
    fc.assert(
      fc.property(happenings, (events) => {
        let { limit, now } = live(events);
        now += waitForRate(limit, now);
        const end = now + 15 * 60_000;
        while (limit.rate < 0.9 * cap && now < end) {
          now += waitForRate(limit, now);
          limit = afterSuccess(afterSending(limit, now), now, RATE_POLICY);
        }
        expect(limit.rate).toBeGreaterThanOrEqual(0.9 * cap);
      }),
    );
  });

  it('never lets more calls go in a second than the cap', () => {
    let [limit, now] = [{ ...fresh, rate: cap }, 1];
    let calls = 0;

    for (; now < 10_001; now += waitForRate(limit, now)) {
      limit = afterSending(limit, now);
      calls += 1;
    }

    expect(calls).toBe(10 * cap);
  });

  it('halves once for all calls that were under way together', () => {
    const once = refuse(fresh, 100, 200);
    const still = refuse(once, 150, 250);
    const twice = refuse(still, 300, 400);

    expect([once.rate, still.rate, twice.rate]).toEqual([start / 2, start / 2, start / 4]);
  });

  it('does not grow by an answer to what was sent before the last cut', () => {
    const cut = refuse(fresh, 100, 200);

    expect(afterSuccess(cut, 150, RATE_POLICY)).toEqual(cut);
    expect(afterSuccess(cut, 250, RATE_POLICY).rate).toBeCloseTo(start / 2 + RATE_POLICY.step / (start / 2));
  });

  it('grows fast until the first refusal, and at most doubles with one answer', () => {
    expect(afterSuccess(fresh, 1, RATE_POLICY).rate).toBe(start + 0.5);
    expect(afterSuccess({ ...fresh, rate: floor }, 1, RATE_POLICY).rate).toBe(2 * floor);
  });

  it('keeps everybody away for as long as the service asks', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3_600 }), fc.double({ min: 0, max: 1, noNaN: true }), (asked, fraction) => {
        const limit = refuse(fresh, 100, 200, { retryAfterSeconds: asked, fraction });
        expect(waitForRate(limit, 200)).toBeGreaterThanOrEqual(asked * 1_000);
        expect(waitForRate(limit, 200)).toBeLessThanOrEqual(asked * 1_250 + 1_000 / limit.rate);
      }),
    );
  });

  it('keeps the longest of several waits, also when a late refusal names it', () => {
    const asked = refuse(fresh, 100, 200, { retryAfterSeconds: 30 });
    const shorter = refuse(asked, 300, 400, { retryAfterSeconds: 2 });
    const late = refuse(shorter, 350, 500, { retryAfterSeconds: 60 });

    expect(waitForRate(shorter, 400)).toBe(29_800);
    expect(waitForRate(late, 500)).toBe(60_000);
  });
});
