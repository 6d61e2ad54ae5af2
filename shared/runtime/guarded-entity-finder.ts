import { PipelineFailure } from '../domain/failures.ts';
import type { Clock } from '../ports/clock.ts';
import type { EntityFinder } from '../ports/entity-finder.ts';
import type { Metrics } from '../ports/metrics.ts';
import { type CircuitBreaker, circuitBreaker } from './circuit-breaker.ts';
import { guardedCall } from './guarded-call.ts';
import { withTimeLimit } from './time-limit.ts';

/**
 * Milliseconds that a step waits for a service to look at a batch of pages, which is a few calls of 100 KB: a fifth of the
 * step's time on AWS, so that the step itself says what hangs, and the document is tried again and then held. Ours to
 * change.
 */
const BATCH_MILLISECONDS = 60_000;

export interface GuardedEntityFinder {
  readonly finder: EntityFinder;
  readonly breakers: readonly CircuitBreaker[];
}

/** The same finder of a service for whoever asks questions: not asked while it is down, nor waited for beyond its time. */
export function guardedEntityFinder(
  finder: EntityFinder,
  { clock, metrics }: { readonly clock: Clock; readonly metrics: Metrics },
): GuardedEntityFinder {
  const breaker = circuitBreaker({ clock, metrics, name: 'detector' });
  const find: EntityFinder['find'] = (text, signal, language) =>
    looked(
      guardedCall((limited) => finder.find(text, limited, language), { breaker, clock }, signal),
      signal,
    );
  return { finder: { ...finder, find }, breakers: [breaker] };
}

/** The same finder of a service for documents: ingest has retries of its own and no circuit, but waits for nothing that hangs. */
export function limitedEntityFinder(finder: EntityFinder, { clock }: { readonly clock: Clock }): EntityFinder {
  const find: EntityFinder['find'] = (text, signal, language) =>
    looked(
      withTimeLimit((limited) => finder.find(text, limited, language), BATCH_MILLISECONDS, clock, signal),
      signal,
    );
  return { ...finder, find };
}

/** A text that nobody looked at in time, or about which nobody was asked, fails as one on which the finder failed. */
async function looked<T>(call: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  try {
    return await call;
  } catch (cause) {
    signal?.throwIfAborted();
    if (!(cause instanceof PipelineFailure) || cause.name !== 'DependencyUnavailable') throw cause;
    const { message, details } = cause;
    throw new PipelineFailure('DetectorUnavailable', message, { cause, details });
  }
}
