import { RETRY_POLICY } from '#shared/domain/retry-budget.ts';
import type { ModelCall } from './throttled-model.ts';

/** In milliseconds. */
export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;

/** What a caller asked for, and when it was answered, in milliseconds since 1970. */
export interface TimedCall {
  readonly from: number;
  answeredAt?: number;
}

/** Calls are counted from the first refusal to the end, when everybody's work is done. */
export interface ThrottlingReport {
  /** Calls that never came back with an answer. */
  readonly lost: number;
  readonly calls: number;
  /** Calls that the same work takes of a model that refuses nothing. */
  readonly need: number;
  /** From the end of the throttling until a minute has 90 % of the answers that it had before. */
  readonly recoverySeconds: number;
  /** Tries after the first beyond a tenth of first tries, while the model throttled. */
  readonly retriesAboveShare: number;
  /** Most calls in one second while the model throttled, after its first minute. */
  readonly busiestSecond: number;
  /** Share of all calls that were answered while the model throttled. */
  readonly answeredShare: number;
}

/** Of the calls of a model, and of what its callers had answered, while it throttled from one moment to another. */
export function throttlingReport(
  calls: readonly ModelCall[],
  record: readonly TimedCall[],
  { from, to, recovered }: { readonly from: number; readonly to: number; readonly recovered: number },
): ThrottlingReport {
  const needed = record.filter(({ answeredAt = to }) => answeredAt >= from);
  const during = calls.filter(({ at }) => at >= from && at < to);
  const seconds = countsBy(times(during.filter(({ at }) => at >= from + MINUTE)), SECOND);
  return {
    lost: record.filter(({ answeredAt }) => answeredAt === undefined).length,
    calls: calls.filter(({ at }) => at >= from).length,
    need: needed.length,
    recoverySeconds: recovery(record, from, { to, recovered }),
    retriesAboveShare: aboveShare(during),
    busiestSecond: Math.max(...seconds.values()),
    answeredShare: during.filter(({ isRefused }) => !isRefused).length / during.length,
  };
}

function recovery(record: readonly TimedCall[], from: number, { to, recovered }: { to: number; recovered: number }) {
  const answered = record.map(({ answeredAt = Number.POSITIVE_INFINITY }) => answeredAt).sort((a, b) => a - b);
  const between = (start: number, end: number) => answered.filter((at) => at >= start && at < end).length;
  const before = between(from - 4 * MINUTE, from) / 4; // A minute, once everybody is at work.
  for (let end = to + MINUTE; end <= recovered; end += 10 * SECOND) {
    if (between(end - MINUTE, end) >= 0.9 * before) return (end - to) / SECOND;
  }
  return Number.POSITIVE_INFINITY;
}

function aboveShare(calls: readonly ModelCall[]): number {
  const further = calls.filter(({ isFurtherTry }) => isFurtherTry).length;
  return further - RETRY_POLICY.share * (calls.length - further);
}

function times(calls: readonly ModelCall[]): number[] {
  return calls.map(({ at }) => at);
}

function countsBy(moments: readonly number[], length: number): Map<number, number> {
  const counts = new Map<number, number>();
  for (const at of moments) {
    const slot = Math.floor(at / length);
    counts.set(slot, (counts.get(slot) ?? 0) + 1);
  }
  return counts;
}
