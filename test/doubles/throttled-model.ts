import { PipelineFailure } from '#shared/domain/failures.ts';
import type { RedactedText } from '#shared/domain/text.ts';
import type { Chance, Clock } from '#shared/ports/clock.ts';
import type { Embedder } from '#shared/ports/embedder.ts';

/**
 * How a model refuses: what exceeds a quota, as services do, which is either a bucket that refills all the time or starts
 * anew each minute and says when; or any call by chance, for which no rate is the right one.
 */
export type Refuses = 'what exceeds a quota' | 'what exceeds a quota of the minute' | 'by chance';

export interface ThrottledModelOptions {
  readonly clock: Clock;
  readonly chance: Chance;
  readonly refuses: Refuses;
  /** Calls a second that the model takes when all is well. */
  readonly quota: number;
  /** Calls a second that it is asked for when all is well. */
  readonly demand: number;
  /** Share of the demand that it refuses while it throttles. */
  readonly share: number;
  /** From when until when it throttles, in milliseconds since 1970. */
  readonly throttles: { readonly from: number; readonly to: number };
  /** Named in every refusal. */
  readonly retryAfterSeconds?: number | undefined;
}

export interface ModelCall {
  readonly at: number;
  readonly isRefused: boolean;
  /** Whether the same batch was sent before. */
  readonly isFurtherTry: boolean;
}

export interface ThrottledModel extends Embedder {
  readonly calls: readonly ModelCall[];
}

/** Milliseconds: an answer takes from 300 to 700, a refusal 50. */
const ANSWER = { least: 300, spread: 400 };
const REFUSAL = 50;

/** A model that throttles for a while. A bucket holds what one second grants, a call at least. */
export function throttledModel(options: ThrottledModelOptions): ThrottledModel {
  const { clock, chance } = options;
  const calls: ModelCall[] = [];
  const known = new WeakSet<object>();
  const refuses = refusals(options);
  return {
    modelId: 'throttled',
    dimensions: 1,
    maxBatch: 1,
    maxInputTokens: 512,
    languages: 'many',
    calls,
    embed: async (texts: readonly RedactedText[], _purpose, signal) => {
      const isRefused = refuses(clock.now());
      calls.push({ at: clock.now(), isRefused, isFurtherTry: known.has(texts) });
      known.add(texts);
      await clock.sleep(isRefused ? REFUSAL : ANSWER.least + chance.fraction() * ANSWER.spread, signal);
      if (!isRefused) return texts.map(() => [1]);
      const asks = options.refuses === 'what exceeds a quota of the minute' ? toNextMinute(clock.now()) : undefined;
      const { retryAfterSeconds = asks } = options;
      const details = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
      throw new PipelineFailure('ModelThrottled', 'refused', { details });
    },
  };
}

function refusals(options: ThrottledModelOptions): (now: number) => boolean {
  const { refuses, chance, quota, demand, share, throttles } = options;
  const isThrottling = (now: number) => now >= throttles.from && now < throttles.to;
  if (refuses === 'by chance') return (now) => isThrottling(now) && chance.fraction() < share;
  const granted = (now: number) => (isThrottling(now) ? demand * (1 - share) : quota);
  return refuses === 'what exceeds a quota' ? bucket(granted) : minutes(granted);
}

function bucket(granted: (now: number) => number): (now: number) => boolean {
  let tokens = 0;
  let at = 0;
  return (now) => {
    tokens = Math.min(Math.max(1, granted(now)), tokens + ((now - at) / 1_000) * granted(now));
    at = now;
    if (tokens < 1) return true;
    tokens -= 1;
    return false;
  };
}

const MINUTE = 60_000;

function minutes(granted: (now: number) => number): (now: number) => boolean {
  let taken = 0;
  let minute = 0;
  return (now) => {
    const current = Math.floor(now / MINUTE);
    taken = current === minute ? taken + 1 : 1;
    minute = current;
    return taken > granted(now) * 60;
  };
}

function toNextMinute(now: number): number {
  return Math.ceil((MINUTE - (now % MINUTE)) / 1_000);
}
