import * as z from 'zod/mini';
import type { Attempt, AttemptsUpTo } from '../../domain/identity.ts';
import { madeOnce } from '../../domain/made-once.ts';
import type { IndexedAccess } from '../../ports/chunk-index.ts';
import type { Clock } from '../../ports/clock.ts';
import type { GenerationIndex } from '../../ports/index-generations.ts';
import type { TextAnalyzer } from '../../ports/text-analyzer.ts';
import type { Pause } from './jittered-pause.ts';
import { listAttempts } from './open-search-attempts.ts';
import { bulkIndex } from './open-search-bulk.ts';
import { changeByQuery } from './open-search-by-query.ts';
import { accessFields, indexDocument } from './open-search-document.ts';
import { writeAliasOf } from './open-search-names.ts';
import { expected, type OpenSearchRequests } from './open-search-requests.ts';
import { chunkPage, documentAccess, searchLexical, searchVector } from './open-search-searches.ts';

export interface OpenSearchGenerationTarget {
  readonly send: OpenSearchRequests;
  /** Name of the generation's index. */
  readonly index: string;
  readonly pause: Pause;
  readonly clock: Clock;
  readonly analyzer: TextAnalyzer;
  /** `INDEX_VERSION` of the release that made it: what it has no field for is not written to it. */
  readonly version: number;
}

/** One generation, an index of its own: every tenant's chunks, parted by routing and by a filter in every search. */
export function openSearchGenerationIndex(target: OpenSearchGenerationTarget): GenerationIndex {
  return {
    write: (chunks, access, signal) => {
      const documents = chunks.map((chunk) => ({
        id: chunk.chunkId,
        routing: chunk.tenantId,
        source: indexDocument(chunk, access, target),
      }));
      return bulkIndex(documents, { ...target, index: writeAliasOf(target.index) }, signal);
    },

    setAccess: (access, signal) => changeByQuery(accessChange(access, target.version), target, signal),
    searchLexical: (terms, scope, signal) => searchLexical(target, terms, scope, signal),
    searchVector: (vector, scope, signal) => searchVector(target, vector, scope, signal),
    removeDocument: (attempts, signal) => changeByQuery(removal(attempts), target, signal),
    removeAttempt: (attempt, signal) => changeByQuery(removal(attempt), target, signal),
    attempts: (after, limit, signal) => listAttempts(target, after, limit, signal),
    chunkPage: (document, after, signal) => chunkPage(target, document, after, signal),
    documentAccess: (document, signal) => documentAccess(target, document, signal),
    count: (signal) => count(target, signal),
  };
}

const countSchema = madeOnce(() => z.object({ count: z.int(), _shards: z.object({ failed: z.literal(0) }) }));

async function count({ send, index }: OpenSearchGenerationTarget, signal?: AbortSignal): Promise<number> {
  const answer = await send({ method: 'GET', path: `/${index}/_count` }, signal);
  return expected(answer, countSchema(), 'OpenSearch did not count the chunks').count;
}

function accessChange(access: IndexedAccess, version: number) {
  const { tenantId, documentId } = access;
  const params = accessFields(access, version);
  const { accessKey } = params;
  return {
    action: '_update_by_query',
    routing: tenantId,
    body: {
      query: {
        bool: { filter: [{ term: { tenantId } }, { term: { documentId } }], must_not: [{ term: { accessKey } }] },
      },
      script: {
        lang: 'painless',
        // One text for every document, so that it is compiled once; values come as parameters and are never code.
        source:
          'ctx._source.access = params.access; ctx._source.collection = params.collection; ctx._source.accessKey = params.accessKey; if (params.facts != null) { ctx._source.facts = params.facts; }',
        params,
      },
    },
  } as const;
}

/** What one attempt wrote of a document, or, without a version, what all attempts up to that one did. */
function removal({ tenantId, documentId, attempt, versionId }: AttemptsUpTo & Partial<Attempt>) {
  const run =
    versionId === undefined
      ? [{ range: { attempt: { lte: attempt } } }]
      : [{ term: { versionId } }, { term: { attempt } }];
  return {
    action: '_delete_by_query',
    routing: tenantId,
    body: { query: { bool: { filter: [{ term: { tenantId } }, { term: { documentId } }, ...run] } } },
  } as const;
}
