import type { IndexedChunk } from '../../domain/chunk.ts';
import type { FactCondition } from '../../domain/fact-conditions.ts';
import { PipelineFailure } from '../../domain/failures.ts';
import type { Vector } from '../../domain/vector.ts';
import type { IndexedAccess, SearchHit, SearchScope } from '../../ports/chunk-index.ts';
import type { ChunkPlace, DocumentPlace } from '../../ports/index-generations.ts';
import { accessListSchema, chunkListSchema, searchSchema } from './open-search-document.ts';
import { hasFacts } from './open-search-mapping.ts';
import { generationOfName } from './open-search-names.ts';
import { expected, type OpenSearchRequests } from './open-search-requests.ts';
import { indexedTerm } from './open-search-terms.ts';

/** Chunks of a page when a document is listed: with vectors of 1,024 numbers some 3 MiB. */
const PAGE = 200;

/** What a search leaves behind, because nobody reads it. */
const UNREAD = ['vector', 'terms', 'access', 'accessKey', 'collection', 'facts'];

/** Clauses that a query may have are 1,024, those of the filter included. */
const MAX_TERMS = 1_000;

interface Target {
  readonly send: OpenSearchRequests;
  readonly index: string;
}

interface SearchTarget extends Target {
  /** `INDEX_VERSION` of the generation. */
  readonly version: number;
}

/** By words: each is compared as it is, so that no term can be taken for syntax. */
export async function searchLexical(
  target: SearchTarget,
  terms: readonly string[],
  scope: SearchScope,
  signal?: AbortSignal,
): Promise<SearchHit[]> {
  if (terms.length === 0) return [];
  const should = [...new Set(terms)].slice(0, MAX_TERMS).map((term) => ({ term: { terms: indexedTerm(term) } }));
  const query = { bool: { should, minimum_should_match: 1, filter: filters(scope, target) } };
  return search(target, query, scope, (score) => score, signal);
}

/** By meaning. The filter goes inside, so that the nearest of what may be read are found, however few they are. */
export async function searchVector(
  target: SearchTarget,
  vector: Vector,
  scope: SearchScope,
  signal?: AbortSignal,
): Promise<SearchHit[]> {
  const query = { knn: { vector: { vector, k: scope.limit, filter: { bool: { filter: filters(scope, target) } } } } };
  return search(target, query, scope, similarityOf, signal);
}

/** Source: OpenSearch, "k-NN spaces": with `cosinesimil` Lucene scores (1 + cosine) / 2. */
function similarityOf(score: number): number {
  return 2 * score - 1;
}

function filters({ tenantId, principals, collections, conditions = [] }: SearchScope, target: SearchTarget): object[] {
  if (conditions.length > 0 && !hasFacts(target.version)) {
    throw new PipelineFailure('IndexMismatch', 'this generation of the index keeps nothing to filter by', {
      details: { version: target.version },
    });
  }
  const within = collections ? [{ terms: { collection: collections } }] : [];
  return [{ term: { tenantId } }, { terms: { access: principals } }, ...within, ...conditions.map(conditionClause)];
}

/** Values stand where values go, so that none can be taken for a clause. */
function conditionClause({ keys, spans }: FactCondition): object {
  const ranges = spans.map(({ from, below }) => ({ range: { facts: { gte: from, lt: below } } }));
  return { bool: { should: [{ terms: { facts: keys } }, ...ranges], minimum_should_match: 1 } };
}

async function search(
  { send, index }: Target,
  query: object,
  { tenantId, limit }: SearchScope,
  scoreOf: (score: number) => number,
  signal: AbortSignal | undefined,
): Promise<SearchHit[]> {
  if (limit === 0) return []; // OpenSearch looks for one neighbour at least.
  const answer = await send(
    {
      method: 'POST',
      path: `/${index}/_search`,
      query: { routing: tenantId },
      body: { size: limit, _source: { excludes: UNREAD }, query },
    },
    signal,
  );
  const { hits } = expected(answer, searchSchema(), 'OpenSearch did not search');
  return hits.hits.map(({ _index, _source, _score }) => {
    return { chunk: _source, score: scoreOf(_score ?? 0), generation: generationOfName(_index) ?? 0 };
  });
}

/** Who finds a document: any chunk tells, for all of them are changed together. */
export async function documentAccess(
  { send, index }: Target,
  { tenantId, documentId }: DocumentPlace,
  signal?: AbortSignal,
): Promise<IndexedAccess | undefined> {
  const body = { size: 1, query: ofDocument({ tenantId, documentId }), _source: ['collection', 'access', 'facts'] };
  const answer = await send({ method: 'POST', path: `/${index}/_search`, query: { routing: tenantId }, body }, signal);
  const [hit] = expected(answer, accessListSchema(), 'OpenSearch did not tell who finds a document').hits.hits;
  return hit && { tenantId, documentId, ...hit._source };
}

/** Chunks that are kept of a document, whatever their version, in order of position and id. */
export async function chunkPage(
  { send, index }: Target,
  document: DocumentPlace,
  after: ChunkPlace | undefined,
  signal?: AbortSignal,
): Promise<IndexedChunk[]> {
  const sort = [{ position: 'asc' }, { chunkId: 'asc' }];
  const place = after && { search_after: [after.position, after.chunkId] };
  const body = { size: PAGE, query: ofDocument(document), sort, ...place };
  const query = { routing: document.tenantId };
  const answer = await send({ method: 'POST', path: `/${index}/_search`, query, body }, signal);
  const { hits } = expected(answer, chunkListSchema(), 'OpenSearch did not list the chunks');
  return hits.hits.map(({ _source }) => _source);
}

function ofDocument({ tenantId, documentId }: DocumentPlace): object {
  return { bool: { filter: [{ term: { tenantId } }, { term: { documentId } }] } };
}
