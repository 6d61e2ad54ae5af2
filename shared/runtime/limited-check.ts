import type { Clock } from '../ports/clock.ts';
import type { SecondCheck } from '../ports/second-check.ts';
import { QUESTION_LIMITS } from './question-limits.ts';
import { withTimeLimit } from './time-limit.ts';

/** The same check, not waited for beyond its time. */
export function limitedCheck(check: SecondCheck, { clock }: { readonly clock: Clock }): SecondCheck {
  return {
    ...check,
    scores: (request, signal) =>
      withTimeLimit((limited) => check.scores(request, limited), QUESTION_LIMITS['second-check'], clock, signal),
  };
}
