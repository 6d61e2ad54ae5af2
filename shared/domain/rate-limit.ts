/** How fast a limiter goes. Rates are in calls a second. */
export interface RatePolicy {
  /** The rate of a limiter that knows nothing yet: the eight calls that one batch makes then wait little. */
  readonly start: number;
  /** No refusal slows below this: somebody has to notice that the model is back. */
  readonly floor: number;
  /** No success speeds up past this. */
  readonly cap: number;
  /** What a refusal leaves of the rate. */
  readonly cut: number;
  /** By how much the rate grows in each second without a refusal, once a refusal has shown where the limit lies. */
  readonly step: number;
}

/**
 * Additive increase, multiplicative decrease. Source: V. Jacobson, "Congestion Avoidance and Control", SIGCOMM 1988: one
 * half is his factor, and slow start is his way up to where the last refusal was. The numbers besides are ours to
 * change: from floor to cap takes 500 s, which is within the 15 minutes allowed for coming back; a floor of one call in
 * ten seconds lets a hundred processes knock at a closed door ten times a second at most; the cap is half of the 6,000
 * calls a minute that Bedrock grants Titan Text Embeddings V2. `test/unit/throttling.test.ts` shows what they do.
 */
export const RATE_POLICY: RatePolicy = { start: 20, floor: 0.1, cap: 50, cut: 0.5, step: 0.1 };

/** What a limiter knows. Times are in milliseconds since 1970. */
export interface RateLimit {
  readonly rate: number;
  /** Below it the rate grows by slow start, above it by `step`. */
  readonly threshold: number;
  /** No call before. */
  readonly nextAt: number;
  /** The last cut. What was sent before it says nothing of the rate since. */
  readonly cutAt: number;
}

export interface Refusal {
  readonly sentAt: number;
  readonly now: number;
  /** How long the service asks everybody to stay away. */
  readonly retryAfterSeconds?: number | undefined;
  /** By chance, from 0 to 1: parts processes that were refused at the same moment. */
  readonly fraction: number;
}

/** By how much a success raises the rate in slow start, in calls a second: it then doubles in 1.4 s (ln 2 / 0.5). */
const SLOW_START = 0.5;

/**
 * What may be added by chance to the wait that a service asks for, as a share of it. Quotas that start anew each minute
 * ask everybody back at the same moment. Ours to change.
 */
const SPREAD = 0.25;

export function newRateLimit(policy: RatePolicy): RateLimit {
  return { rate: policy.start, threshold: policy.cap, nextAt: 0, cutAt: 0 };
}

/** Milliseconds until the next call may go. */
export function waitForRate({ nextAt }: RateLimit, now: number): number {
  return Math.max(0, nextAt - now);
}

/** After a call went out: the next follows at the rate, without bursts. */
export function afterSending(limit: RateLimit, now: number): RateLimit {
  return { ...limit, nextAt: now + 1_000 / limit.rate };
}

/** After a call was answered. A step divided by the rate, once a call, is a step a second; none more than doubles it. */
export function afterSuccess(limit: RateLimit, sentAt: number, { cap, step }: RatePolicy): RateLimit {
  const { rate, threshold, cutAt } = limit;
  if (sentAt <= cutAt) return limit;
  const gain = rate < threshold ? SLOW_START : step / rate;
  return { ...limit, rate: Math.min(cap, rate + Math.min(gain, rate)) };
}

/**
 * After a call was refused. Many calls are under way when a quota runs out and all of them come back refused: that is
 * one piece of news, so what was sent before the last cut does not cut again. Whoever goes next waits as long as the
 * service asks and, by chance, up to one interval or a quarter of that more.
 */
export function afterRefusal(limit: RateLimit, refusal: Refusal, { floor, cut }: RatePolicy): RateLimit {
  const { sentAt, now, retryAfterSeconds = 0, fraction } = refusal;
  const isNews = sentAt > limit.cutAt;
  const rate = isNews ? Math.max(floor, limit.rate * cut) : limit.rate;
  const { threshold, cutAt } = isNews ? { threshold: rate, cutAt: now } : limit;
  const spreadSeconds = Math.max(1 / rate, retryAfterSeconds * SPREAD);
  const resumesAt = now + (retryAfterSeconds + fraction * spreadSeconds) * 1_000;
  const waits = isNews || retryAfterSeconds > 0;
  return { rate, threshold, cutAt, nextAt: waits ? Math.max(limit.nextAt, resumesAt) : limit.nextAt };
}
