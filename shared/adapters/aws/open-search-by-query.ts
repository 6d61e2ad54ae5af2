import * as z from 'zod/mini';
import { PipelineFailure } from '../../domain/failures.ts';
import { madeOnce } from '../../domain/made-once.ts';
import type { Pause } from './jittered-pause.ts';
import { expected, type OpenSearchRequests } from './open-search-requests.ts';

/** Milliseconds: 100,000 chunks take some minutes, and a function at most 15. */
const TIMEOUT = 10 * 60_000;

/** Times that a change is begun, at most: each goes on with what the one before left. */
const MAX_TRIES = 8;

const BUSY = new Set([429, 502, 503, 504]);

const outcomeSchema = madeOnce(() =>
  z.object({
    timed_out: z.boolean(),
    version_conflicts: z.int(),
    failures: z.array(z.unknown()),
  }),
);

export interface ChangeByQuery {
  readonly action: '_update_by_query' | '_delete_by_query';
  readonly routing: string;
  readonly body: object;
}

/**
 * Changes or removes everything that a query finds, those chunks too that were written a moment ago, and returns once no
 * search finds the former state. A chunk that changes meanwhile is a conflict, and conflicts are gone through again.
 *
 * @throws PipelineFailure `DependencyUnavailable` when some are left to the end.
 */
export async function changeByQuery(change: ChangeByQuery, target: Target, signal?: AbortSignal): Promise<void> {
  for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
    if (tries > 1) await target.pause(tries - 1, signal);
    if (await changeAll(change, target, signal)) return;
  }
  throw new PipelineFailure('DependencyUnavailable', 'OpenSearch did not change every chunk', {
    details: { tries: MAX_TRIES },
  });
}

interface Target {
  readonly send: OpenSearchRequests;
  readonly index: string;
  readonly pause: Pause;
}

/** Whether nothing is left to change. */
async function changeAll(
  { action, routing, body }: ChangeByQuery,
  { send, index }: Target,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const refreshed = await send({ method: 'POST', path: `/${index}/_refresh` }, signal);
  if (refreshed.status === 404) return true; // Nothing was ever written.
  if (BUSY.has(refreshed.status)) return false;
  expected(refreshed, z.unknown(), 'OpenSearch did not show what was written last');

  const query = { routing, conflicts: 'proceed', refresh: true };
  const answer = await send({ method: 'POST', path: `/${index}/${action}`, query, body, timeout: TIMEOUT }, signal);
  if (BUSY.has(answer.status)) return false;
  const outcome = expected(answer, outcomeSchema(), 'OpenSearch did not change the chunks');
  return !outcome.timed_out && outcome.version_conflicts === 0 && outcome.failures.length === 0;
}
