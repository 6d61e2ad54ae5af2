import { type BURN_RATES, errorBudget, type RatioObjective } from '#shared/domain/objectives.ts';
import type { MinuteOfEvents } from './error-shapes.ts';
import { type Span, spansOf } from './raised-alarms.ts';

type BurnRate = (typeof BURN_RATES)[number];

/**
 * When the arithmetic says that a burn rate is reached, long window and short: counted from the events themselves, without
 * a look at any alarm.
 */
export function expectedSpans(
  objective: RatioObjective,
  { factor, longSeconds, shortSeconds }: BurnRate,
  events: readonly MinuteOfEvents[],
): Span[] {
  const limit = factor * errorBudget(objective);
  const long = windowOf(events, longSeconds / 60);
  const short = windowOf(events, shortSeconds / 60);
  const isReached = (minute: number) => {
    const { valid, bad } = long(minute);
    const now = short(minute);
    return bad >= objective.minimumBad && exceeds(bad / valid, limit) && exceeds(now.bad / now.valid, limit);
  };
  return spansOf(events.map((_, minute) => isReached(minute)));
}

/**
 * Minutes until a constant share of bad events, after health at the same traffic, reaches a burn rate: the part of the long
 * window that holds as many as are allowed. Undefined when it never does.
 */
export function minutesToBurn(objective: RatioObjective, { factor, longSeconds }: BurnRate, share: number) {
  const limit = factor * errorBudget(objective);
  return exceeds(share, limit) ? (limit * longSeconds) / 60 / share : undefined;
}

/** Sums of rates are not exact: what differs in the ninth digit is the same. */
function exceeds(share: number, limit: number): boolean {
  return share > limit * (1 + 1e-9);
}

function windowOf(events: readonly MinuteOfEvents[], length: number): (minute: number) => MinuteOfEvents {
  const running = [{ valid: 0, bad: 0 }];
  for (const { valid, bad } of events) {
    const last = running.at(-1) ?? { valid: 0, bad: 0 };
    running.push({ valid: last.valid + valid, bad: last.bad + bad });
  }
  return (minute) => {
    const [start, end] = [running[Math.max(0, minute + 1 - length)], running[minute + 1]];
    return { valid: (end?.valid ?? 0) - (start?.valid ?? 0), bad: (end?.bad ?? 0) - (start?.bad ?? 0) };
  };
}
