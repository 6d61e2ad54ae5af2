import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  afterFirstTry,
  afterRetry,
  newRetryBudget,
  RETRY_POLICY,
  retryPause,
  waitForRetry,
} from '#shared/domain/retry-budget.ts';

const { share, trickle, burst } = RETRY_POLICY;
const fraction = fc.double({ min: 0, max: 1, noNaN: true });

describe('the budget of further tries', () => {
  it('is never exceeded: a tenth of first tries, and the trickle', () => {
    const calls = fc.array(fc.record({ after: fc.integer({ min: 0, max: 5_000 }), isFirst: fc.boolean() }));
    fc.assert(
      fc.property(calls, (tried) => {
        let [budget, now, first, further] = [newRetryBudget(RETRY_POLICY, 0), 0, 0, 0];
        for (const { after, isFirst } of tried) {
          now += after;
          if (isFirst) {
            budget = afterFirstTry(budget, now, RETRY_POLICY);
            first += 1;
          } else if (waitForRetry(budget, now, RETRY_POLICY) === 0) {
            budget = afterRetry(budget, now, RETRY_POLICY);
            further += 1;
          }
          expect(further).toBeLessThanOrEqual(burst + share * first + (trickle * now) / 1_000 + 1e-9);
        }
      }),
    );
  });

  it('grants a further try to whoever waits, although nobody else calls', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), (waiting) => {
        let [budget, now] = [newRetryBudget(RETRY_POLICY, 0), 0];
        for (let each = 0; each < waiting; each += 1) {
          now += waitForRetry(budget, now, RETRY_POLICY);
          expect(waitForRetry(budget, now, RETRY_POLICY)).toBe(0);
          budget = afterRetry(budget, now, RETRY_POLICY);
        }
        expect(now).toBeLessThanOrEqual((waiting / trickle) * 1_000);
      }),
    );
  });

  it('saves up no more than a burst, and earns nothing by a clock that goes back', () => {
    const rested = afterFirstTry(newRetryBudget(RETRY_POLICY, 0), 86_400_000, RETRY_POLICY);
    const back = afterFirstTry({ tokens: 0, at: 1_000 }, 0, RETRY_POLICY);

    expect(rested.tokens).toBe(burst);
    expect(back.tokens).toBe(share);
  });
});

describe('retryPause', () => {
  it('is any time up to twice the longest of the try before, ten seconds at most', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000 }), fraction, (tries, chance) => {
        const pause = retryPause(tries, chance);
        expect(pause).toBeGreaterThanOrEqual(0);
        expect(pause).toBeLessThanOrEqual(Math.min(10_000, 500 * 2 ** (tries - 1)));
      }),
    );
    expect([1, 2, 3, 9].map((tries) => retryPause(tries, 1))).toEqual([500, 1_000, 2_000, 10_000]);
  });
});
