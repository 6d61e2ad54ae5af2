import type { Clock } from '../ports/clock.ts';
import type { SecondCheck } from '../ports/second-check.ts';
import { withTimeLimit } from './time-limit.ts';

/** Milliseconds that an answer's receipt waits for a second opinion: no claim does. Ours to change. */
const CHECK_MILLISECONDS = 3_000;

/** The same check, not waited for beyond its time. */
export function limitedCheck(check: SecondCheck, { clock }: { readonly clock: Clock }): SecondCheck {
  return {
    ...check,
    scores: (request, signal) =>
      withTimeLimit((limited) => check.scores(request, limited), CHECK_MILLISECONDS, clock, signal),
  };
}
