import { PipelineFailure } from '../domain/failures.ts';
import {
  afterRefusal,
  afterSending,
  afterSuccess,
  newRateLimit,
  RATE_POLICY,
  type RatePolicy,
  waitForRate,
} from '../domain/rate-limit.ts';
import {
  afterFirstTry,
  afterRetry,
  newRetryBudget,
  RETRY_POLICY,
  type RetryPolicy,
  retryPause,
  waitForRetry,
} from '../domain/retry-budget.ts';
import type { Chance, Clock } from '../ports/clock.ts';
import type { Metrics } from '../ports/metrics.ts';
import { turnstile } from './turnstile.ts';

export interface ModelLimiterOptions {
  readonly clock: Clock;
  readonly chance: Chance;
  /** Counts what the model refuses. */
  readonly metrics: Metrics;
  /** How long a call may take to get through before its caller is told that the model is busy; for ever without it. */
  readonly patienceMilliseconds?: number;
  readonly rates?: RatePolicy;
  readonly retries?: RetryPolicy;
}

export interface ModelLimiter {
  /**
   * Makes one call of a model as soon as the model's limit lets it, and again while the model is busy.
   *
   * @throws PipelineFailure `ModelThrottled` when patience runs out, else whatever `call` throws; the signal's reason.
   */
  run<T>(call: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

/**
 * Milliseconds that somebody who asks a question waits for a busy model before the next answerer stands in. API Gateway
 * waits 29 s for all of an answer, and a model takes most of that. Ours to change.
 */
export const ASKING_PATIENCE = 5_000;

/** Tries of a call that failed by a lost connection or a fault of the service. Two more, as the SDKs' own default. */
const TRIES_OF_FAULTS = 3;

/**
 * What all callers of one model in one process share: its rate, which halves when the model refuses and grows while it
 * answers, and the budget of further tries. Nothing is lost: a caller without budget waits. Processes do not know of
 * each other; each finds its part of the quota by what it is refused.
 */
export function modelLimiter(options: ModelLimiterOptions): ModelLimiter {
  const { clock, chance, patienceMilliseconds = Number.POSITIVE_INFINITY } = options;
  const line = callLine(options);

  return {
    run: async (call, signal) => {
      const until = clock.now() + patienceMilliseconds;
      for (let tries = 1; ; tries += 1) {
        await line.turn(tries, { signal, until });
        const outcome = await line.send(call);
        if ('answer' in outcome) return outcome.answer;
        signal?.throwIfAborted();
        const pause = retryPause(tries, chance.fraction());
        if (!canHeal(outcome.failure, tries) || clock.now() + pause > until) throw outcome.failure;
        await clock.sleep(pause, signal);
      }
    },
  };
}

type Outcome<T> = { readonly answer: T } | { readonly failure: unknown };

/** Further tries go past the budget, all tries past the rate. */
function callLine({ clock, chance, metrics, rates = RATE_POLICY, retries = RETRY_POLICY }: ModelLimiterOptions) {
  let rate = newRateLimit(rates);
  let budget = newRetryBudget(retries, clock.now());
  const budgeted = turnstile({
    clock,
    wait: () => waitForRetry(budget, clock.now(), retries),
    pass: () => {
      budget = afterRetry(budget, clock.now(), retries);
    },
  });
  const paced = turnstile({
    clock,
    wait: () => waitForRate(rate, clock.now()),
    pass: () => {
      rate = afterSending(rate, clock.now());
    },
  });

  return {
    turn: async (tries: number, waiting: Parameters<typeof paced>[0]) => {
      if (tries > 1) await budgeted(waiting);
      await paced(waiting);
      if (tries === 1) budget = afterFirstTry(budget, clock.now(), retries);
    },
    send: async <T>(call: () => Promise<T>): Promise<Outcome<T>> => {
      const sentAt = clock.now();
      try {
        const answer = await call();
        rate = afterSuccess(rate, sentAt, rates);
        return { answer };
      } catch (failure) {
        if (isBusy(failure)) {
          metrics.emit({ ModelCallsRefused: 1 });
          const { retryAfterSeconds } = failure.details;
          const asked = typeof retryAfterSeconds === 'number' ? { retryAfterSeconds } : {};
          rate = afterRefusal(rate, { sentAt, now: clock.now(), fraction: chance.fraction(), ...asked }, rates);
        }
        return { failure };
      }
    },
  };
}

function isBusy(failure: unknown): failure is PipelineFailure {
  return failure instanceof PipelineFailure && failure.name === 'ModelThrottled';
}

/** Adapters tell the HTTP status of faults where trying again can help them: 0 is a connection that broke. */
function canHeal(failure: unknown, tries: number): boolean {
  if (isBusy(failure)) return true;
  if (!(failure instanceof PipelineFailure) || failure.name !== 'DependencyUnavailable') return false;
  const { status } = failure.details;
  return tries < TRIES_OF_FAULTS && typeof status === 'number' && (status === 0 || status >= 500);
}
