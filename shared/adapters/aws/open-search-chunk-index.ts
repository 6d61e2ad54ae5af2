import { PipelineFailure } from '../../domain/failures.ts';
import { type EmbedderFingerprint, isSameFingerprint } from '../../domain/fingerprint.ts';
import type { Attempt } from '../../domain/identity.ts';
import type { ChunkIndex, IndexedAccess } from '../../ports/chunk-index.ts';
import type { Clock } from '../../ports/clock.ts';
import type { TextAnalyzer } from '../../ports/text-analyzer.ts';
import { jitteredPause, type Pause } from './jittered-pause.ts';
import { listAttempts } from './open-search-attempts.ts';
import { bulkIndex } from './open-search-bulk.ts';
import { changeByQuery } from './open-search-by-query.ts';
import { accessKeyOf, indexDocument } from './open-search-document.ts';
import { ADDED_FIELDS, type IndexSize, indexDefinition, MappingSchema } from './open-search-mapping.ts';
import { type Connect, expected, type OpenSearchRequests, openSearchRequests } from './open-search-requests.ts';
import { documentChunks, searchLexical, searchVector } from './open-search-searches.ts';

/** The index that every tenant's chunks are in, parted by routing and by a filter in every search. */
export const CHUNK_INDEX = 'affidavit-chunks';

export interface OpenSearchChunkIndexOptions {
  readonly connect: Connect;
  readonly analyzer: TextAnalyzer;
  readonly clock: Clock;
  /** Of the index when it is made; one shard and one replica without. */
  readonly size?: IndexSize;
  /** Waits before what a busy domain refused is sent again. */
  readonly pause?: Pause;
}

/** Chunks in OpenSearch: BM25 over terms of our own, and vectors. */
export function openSearchChunkIndex({
  connect,
  analyzer,
  clock,
  size = { shards: 1, replicas: 1 },
  pause = jitteredPause({ clock }),
}: OpenSearchChunkIndexOptions): ChunkIndex {
  const send = openSearchRequests(connect);
  const target = { send, index: CHUNK_INDEX, pause, clock };
  return {
    prepare: (fingerprint, signal) => prepare(send, fingerprint, size, signal),
    fingerprint: (signal) => readFingerprint(send, signal),

    write: (chunks, access, signal) => {
      const documents = chunks.map((chunk) => ({
        id: chunk.chunkId,
        routing: chunk.tenantId,
        source: indexDocument(chunk, access, analyzer),
      }));
      return bulkIndex(documents, target, signal);
    },

    setAccess: (access, signal) => changeByQuery(accessChange(access), target, signal),
    searchLexical: (terms, scope, signal) => searchLexical(target, terms, scope, signal),
    searchVector: (vector, scope, signal) => searchVector(target, vector, scope, signal),
    removeDocument: (tenantId, documentId, signal) => changeByQuery(removal({ tenantId, documentId }), target, signal),
    removeAttempt: (attempt, signal) => changeByQuery(removal(attempt), target, signal),
    attempts: (after, limit, signal) => listAttempts(target, after, limit, signal),
    documentChunks: (tenantId, documentId, signal) => documentChunks(target, tenantId, documentId, signal),
  };
}

async function prepare(
  send: OpenSearchRequests,
  fingerprint: EmbedderFingerprint,
  size: IndexSize,
  signal: AbortSignal | undefined,
): Promise<void> {
  const known = await readFingerprint(send, signal);
  if (known === undefined) {
    const body = indexDefinition(fingerprint, size);
    const { status } = await send({ method: 'PUT', path: `/${CHUNK_INDEX}`, body }, signal);
    if (status === 200) return;
    // 400 is what a second deployment gets that came a moment later: what is there now decides.
    if (status !== 400) throw unprepared(status);
  }
  const stored = known ?? (await readFingerprint(send, signal));
  if (stored === undefined) throw unprepared(400);
  if (isSameFingerprint(stored, fingerprint)) return addFields(send, signal);
  throw new PipelineFailure('IndexMismatch', 'the index holds vectors of another embedder', {
    details: { stored: stored.modelId, configured: fingerprint.modelId },
  });
}

/** Adding fields that are there already changes nothing, so it is done each time. */
async function addFields(send: OpenSearchRequests, signal: AbortSignal | undefined): Promise<void> {
  const body = { properties: ADDED_FIELDS };
  const { status } = await send({ method: 'PUT', path: `/${CHUNK_INDEX}/_mapping`, body }, signal);
  if (status !== 200) throw unprepared(status);
}

function unprepared(status: number): PipelineFailure {
  return new PipelineFailure('DependencyUnavailable', 'OpenSearch did not make the index', { details: { status } });
}

async function readFingerprint(
  send: OpenSearchRequests,
  signal: AbortSignal | undefined,
): Promise<EmbedderFingerprint | undefined> {
  const answer = await send({ method: 'GET', path: `/${CHUNK_INDEX}/_mapping` }, signal);
  if (answer.status === 404) return undefined;
  const [mapping] = Object.values(expected(answer, MappingSchema, 'OpenSearch did not show the index'));
  const fingerprint = mapping?.mappings._meta?.fingerprint;
  if (fingerprint !== undefined) return fingerprint;
  throw new PipelineFailure('IndexMismatch', 'the index was not made by this product');
}

function accessChange({ tenantId, documentId, collection, access }: IndexedAccess) {
  const accessKey = accessKeyOf({ access, collection });
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
          'ctx._source.access = params.access; ctx._source.collection = params.collection; ctx._source.accessKey = params.accessKey;',
        params: { access, collection, accessKey },
      },
    },
  } as const;
}

/** A document whole, or what one attempt wrote of it. */
function removal({ tenantId, ...fields }: Pick<Attempt, 'tenantId' | 'documentId'> & Partial<Attempt>) {
  const { documentId, versionId, attempt } = fields;
  const run = versionId === undefined ? [] : [{ term: { versionId } }, { term: { attempt } }];
  return {
    action: '_delete_by_query',
    routing: tenantId,
    body: { query: { bool: { filter: [{ term: { tenantId } }, { term: { documentId } }, ...run] } } },
  } as const;
}
