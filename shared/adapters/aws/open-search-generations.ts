import * as z from 'zod/mini';
import { PipelineFailure } from '../../domain/failures.ts';
import { INDEX_VERSION, type IndexGeneration } from '../../domain/index-generation.ts';
import type { Clock } from '../../ports/clock.ts';
import type { IndexGenerations } from '../../ports/index-generations.ts';
import type { TextAnalyzer } from '../../ports/text-analyzer.ts';
import { jitteredPause, type Pause } from './jittered-pause.ts';
import { openSearchGenerationIndex } from './open-search-generation-index.ts';
import {
  definitionHash,
  type GenerationMeta,
  type IndexSize,
  indexDefinition,
  mappingSchema,
} from './open-search-mapping.ts';
import { GENERATION_PATTERN, generationOfName, indexNameOf, SERVING_ALIAS } from './open-search-names.ts';
import { type Connect, expected, type OpenSearchRequests, openSearchRequests } from './open-search-requests.ts';

export interface OpenSearchGenerationsOptions {
  readonly connect: Connect;
  readonly analyzer: TextAnalyzer;
  readonly clock: Clock;
  /** Of an index when it is made; one shard and one replica without. */
  readonly size?: IndexSize;
  /** Waits before what a busy domain refused is sent again. */
  readonly pause?: Pause;
}

/** A generation with what its mapping says of it. */
interface Listed {
  readonly generation: IndexGeneration;
  readonly meta: GenerationMeta;
}

/** Generations as indexes, each with its facts in its mapping, and an alias on the one that serves. */
export function openSearchGenerations({
  connect,
  analyzer,
  clock,
  size = { shards: 1, replicas: 1 },
  pause = jitteredPause({ clock }),
}: OpenSearchGenerationsOptions): IndexGenerations {
  const send = openSearchRequests(connect);
  return {
    list: async (signal) => (await list(send, signal)).map(({ generation }) => generation),
    serving: async (signal) => (await mappings(send, SERVING_ALIAS, signal))[0]?.generation,

    create: async (fingerprint, state, signal) => {
      const known = await list(send, signal);
      if (known.some(({ generation }) => generation.state === state)) return;
      const name = indexNameOf(1 + (known.at(-1)?.generation.number ?? 0));
      const body = indexDefinition(name, fingerprint, size, state === 'serving');
      const { status } = await send({ method: 'PUT', path: `/${name}`, body }, signal);
      // 400 is what the later of two gets who make it at the same time: what is there then decides.
      if (status !== 200 && status !== 400) throw refused('OpenSearch did not make the index', status);
    },
    open: ({ number, version }) =>
      openSearchGenerationIndex({ send, index: indexNameOf(number), version, pause, clock, analyzer }),

    markCopied: (generation, copied, signal) => changeMeta(send, generation, (meta) => ({ ...meta, copied }), signal),
    serve: async (generation, signal) => {
      // Before the alias moves, so that it is known for whole when it is no longer the one that serves.
      await changeMeta(send, generation, (meta) => ({ ...meta, whole: true }), signal);
      await moveAlias(send, generation, signal);
    },
    drop: async (generation, signal) => {
      const [serving] = await mappings(send, SERVING_ALIAS, signal);
      if (serving?.generation.number === generation.number) return;
      const { status } = await send({ method: 'DELETE', path: `/${indexNameOf(generation.number)}` }, signal);
      if (status !== 200 && status !== 404) throw refused('OpenSearch did not drop the index', status);
    },
  };
}

async function list(send: OpenSearchRequests, signal: AbortSignal | undefined): Promise<Listed[]> {
  const all = await mappings(send, GENERATION_PATTERN, signal);
  const [serving] = all.length === 0 ? [] : await mappings(send, SERVING_ALIAS, signal);
  return all
    .map(({ generation, meta }): Listed => {
      const isServing = generation.number === serving?.generation.number;
      const state = isServing ? 'serving' : meta.whole ? 'kept' : 'building';
      return { generation: { ...generation, state }, meta };
    })
    .sort((a, b) => a.generation.number - b.generation.number);
}

/** What is found under a name: an index, an alias or a pattern. */
async function mappings(send: OpenSearchRequests, name: string, signal: AbortSignal | undefined): Promise<Listed[]> {
  const answer = await send({ method: 'GET', path: `/${name}/_mapping` }, signal);
  if (answer.status === 404) return [];
  const found = expected(answer, mappingSchema(), 'OpenSearch did not show the index');
  return Object.entries(found).map(([index, { mappings: mapping }]) => {
    const number = generationOfName(index);
    if (number === undefined || mapping._meta === undefined) {
      throw new PipelineFailure('IndexMismatch', 'the index was not made by this product');
    }
    const { fingerprint, version, definition, copied } = mapping._meta;
    assertKnown(number, version, definition, fingerprint);
    return { generation: { number, state: 'serving', fingerprint, version, copied }, meta: mapping._meta };
  });
}

/** @throws PipelineFailure `StateNewer`, or `IndexMismatch` when a mapping was changed without a version of its own. */
function assertKnown(
  number: number,
  version: number,
  definition: string,
  fingerprint: IndexGeneration['fingerprint'],
): void {
  if (version > INDEX_VERSION) {
    throw new PipelineFailure('StateNewer', 'a newer release made a generation of the index', {
      details: { generation: number, version, known: INDEX_VERSION },
    });
  }
  if (version < INDEX_VERSION || definition === definitionHash(fingerprint)) return;
  throw new PipelineFailure('IndexMismatch', 'the mapping of the index is not the one of its version', {
    details: { generation: number, version },
  });
}

/** A mapping's facts are replaced whole; its fields stay as they are. */
async function changeMeta(
  send: OpenSearchRequests,
  { number }: IndexGeneration,
  change: (meta: GenerationMeta) => GenerationMeta,
  signal: AbortSignal | undefined,
): Promise<void> {
  const name = indexNameOf(number);
  const [listed] = await mappings(send, name, signal);
  if (listed === undefined) {
    throw new PipelineFailure('DependencyUnavailable', 'this generation of the index was dropped', {
      details: { generation: number },
    });
  }
  const body = { _meta: change(listed.meta) };
  const { status } = await send({ method: 'PUT', path: `/${name}/_mapping`, body }, signal);
  if (status !== 200) throw refused('OpenSearch did not note the state of the index', status);
}

/** All actions of one request take effect at once, so that there is no moment with two indexes or with none. */
async function moveAlias(send: OpenSearchRequests, { number }: IndexGeneration, signal?: AbortSignal): Promise<void> {
  const before = await mappings(send, SERVING_ALIAS, signal);
  const removals = before
    .filter(({ generation }) => generation.number !== number)
    .map(({ generation }) => ({ remove: { index: indexNameOf(generation.number), alias: SERVING_ALIAS } }));
  const body = { actions: [...removals, { add: { index: indexNameOf(number), alias: SERVING_ALIAS } }] };
  const answer = await send({ method: 'POST', path: '/_aliases', body }, signal);
  expected(answer, z.object({ acknowledged: z.literal(true) }), 'OpenSearch did not move the alias');
}

function refused(message: string, status: number): PipelineFailure {
  return new PipelineFailure('DependencyUnavailable', message, { details: { status } });
}
