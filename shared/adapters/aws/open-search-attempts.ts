import * as z from 'zod/mini';
import { attemptSchema } from '../../contracts/attempt.ts';
import type { Attempt } from '../../domain/identity.ts';
import type { AttemptCount } from '../../domain/index-generation.ts';
import { madeOnce } from '../../domain/made-once.ts';
import { expected, type OpenSearchRequests } from './open-search-requests.ts';

/** In the order by which pages follow each other. */
const SOURCES = ['tenantId', 'documentId', 'versionId', 'attempt'].map((field) => ({ [field]: { terms: { field } } }));

const attemptsSchema = madeOnce(() =>
  z.object({
    timed_out: z.literal(false),
    _shards: z.object({ failed: z.literal(0) }),
    // Missing from the answer of an index whose shards hold nothing yet.
    aggregations: z.optional(
      z.object({ attempts: z.object({ buckets: z.array(z.object({ key: attemptSchema(), doc_count: z.int() })) }) }),
    ),
  }),
);

/**
 * The attempts that have chunks, and how many, in order, at most `limit` after that one: a composite aggregation, the one that can be
 * paged. It asks every shard, for it is about all tenants.
 *
 * @throws PipelineFailure `DependencyUnavailable`, also when a shard is missing from the answer.
 */
export async function listAttempts(
  { send, index }: { readonly send: OpenSearchRequests; readonly index: string },
  after: Attempt | undefined,
  limit: number,
  signal?: AbortSignal,
): Promise<readonly AttemptCount[]> {
  const composite = { size: limit, sources: SOURCES, ...(after && { after: placeOf(after) }) };
  const body = { size: 0, aggs: { attempts: { composite } } };
  const answer = await send({ method: 'POST', path: `/${index}/_search`, body }, signal);
  const { aggregations } = expected(answer, attemptsSchema(), 'OpenSearch did not list the attempts');
  return aggregations?.attempts.buckets.map(({ key, doc_count: chunks }) => ({ ...key, chunks })) ?? [];
}

/** OpenSearch refuses any other field. */
function placeOf({ tenantId, documentId, versionId, attempt }: Attempt): Attempt {
  return { tenantId, documentId, versionId, attempt };
}
