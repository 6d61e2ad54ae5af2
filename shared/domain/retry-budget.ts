import { fullJitter } from './full-jitter.ts';

/** How many calls may be made again. */
export interface RetryPolicy {
  /** Tries after the first, as a share of first tries. */
  readonly share: number;
  /** Further tries a second, so that the last callers get through when nobody else calls. */
  readonly trickle: number;
  /** Most tries that can be saved up. */
  readonly burst: number;
}

/**
 * A client that tries again whatever was refused multiplies an overload. Source: Google, "Site Reliability Engineering",
 * ch. 21, per-client retry budget of 10 %, and ch. 22 on why; Finagle's RetryBudget for the token bucket with a minimum
 * a second. Trickle and burst are ours to change, and small because each of hundreds of processes has a budget of its
 * own; `test/unit/throttling.test.ts` shows what they do.
 */
export const RETRY_POLICY: RetryPolicy = { share: 0.1, trickle: 1 / 40, burst: 3 };

/** A token is one further try. `at` is in milliseconds since 1970. */
export interface RetryBudget {
  readonly tokens: number;
  readonly at: number;
}

export function newRetryBudget({ burst }: RetryPolicy, now: number): RetryBudget {
  return { tokens: burst, at: now };
}

/** After a first try, which earns its share of a further one. */
export function afterFirstTry(budget: RetryBudget, now: number, policy: RetryPolicy): RetryBudget {
  const { tokens } = refilled(budget, now, policy);
  return { tokens: Math.min(policy.burst, tokens + policy.share), at: now };
}

/** Milliseconds until there is a token, if nobody else earns one sooner. */
export function waitForRetry(budget: RetryBudget, now: number, policy: RetryPolicy): number {
  const { tokens } = refilled(budget, now, policy);
  return tokens >= 1 ? 0 : Math.ceil(((1 - tokens) / policy.trickle) * 1_000);
}

/** After a try that was not the first. Only once `waitForRetry` says 0. */
export function afterRetry(budget: RetryBudget, now: number, policy: RetryPolicy): RetryBudget {
  return { tokens: refilled(budget, now, policy).tokens - 1, at: now };
}

/** Milliseconds that one caller rests after so many tries, 1 or more. `fraction` is chance, from 0 to 1. */
export function retryPause(tries: number, fraction: number): number {
  return fullJitter(tries, fraction, REST);
}

/** Ours: a round trip of a model, and as long as the slowest rate of the limiter makes a caller wait anyway. */
const REST = { base: 500, cap: 10_000 };

function refilled({ tokens, at }: RetryBudget, now: number, { burst, trickle }: RetryPolicy): RetryBudget {
  const earned = (Math.max(0, now - at) / 1_000) * trickle;
  return { tokens: Math.min(burst, tokens + earned), at: now };
}
