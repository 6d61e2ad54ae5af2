import { PipelineFailure } from '../domain/failures.ts';
import type { Clock } from '../ports/clock.ts';

export interface Waiting {
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds since 1970: whoever would be let through later is turned away at once. */
  readonly until: number;
}

interface TurnstileOptions {
  readonly clock: Clock;
  /** Milliseconds until the next may go through; 0 lets the first in line go. */
  readonly wait: () => number;
  /** Notes that one went through. */
  readonly pass: () => void;
}

/**
 * Lets callers through one by one, in the order in which they came. Whoever leaves the line does not hold up the others.
 *
 * @throws PipelineFailure `ModelThrottled` with `retryAfterSeconds` for those whose turn would come too late, or the
 * signal's reason.
 */
export function turnstile({ clock, wait, pass }: TurnstileOptions): (waiting: Waiting) => Promise<void> {
  let last: Promise<unknown> = Promise.resolve();

  return async ({ signal, until }) => {
    const before = last;
    let leave = () => {};
    const left = new Promise<void>((resolve) => {
      leave = resolve;
    });
    last = before.then(() => left);
    try {
      await orAborted(before, signal);
      for (let rest = wait(); rest > 0; rest = wait()) {
        if (clock.now() + rest > until) throw tooLate(rest);
        await clock.sleep(rest, signal);
      }
      pass();
    } finally {
      leave();
    }
  };
}

function tooLate(rest: number): PipelineFailure {
  const details = { retryAfterSeconds: Math.ceil(rest / 1_000) };
  return new PipelineFailure('ModelThrottled', 'the model takes no further call in time', { details });
}

async function orAborted(turn: Promise<unknown>, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  let abort = () => {};
  const aborted = new Promise<void>((resolve) => {
    abort = resolve;
  });
  signal?.addEventListener('abort', abort, { once: true });
  await Promise.race([turn, aborted]);
  signal?.removeEventListener('abort', abort);
  signal?.throwIfAborted();
}
