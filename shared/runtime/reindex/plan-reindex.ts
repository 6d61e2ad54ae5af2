import type { IndexStatus } from '../../contracts/reindex.ts';
import { PipelineFailure } from '../../domain/failures.ts';
import type { EmbedderFingerprint } from '../../domain/fingerprint.ts';
import { INDEX_VERSION, type IndexGeneration, reindexReasons, takesVectorsOf } from '../../domain/index-generation.ts';
import type { IndexGenerations } from '../../ports/index-generations.ts';
import type { ReindexPorts } from './reindex-ports.ts';

/** What there is, and why it should be built anew. */
export async function indexStatus(
  { generations, fingerprint }: ReindexPorts,
  signal: AbortSignal,
): Promise<IndexStatus> {
  const all = await generations.list(signal);
  const serving = all.find(({ state }) => state === 'serving');
  const rows = all.map(async (generation) => {
    const { number, state, version, fingerprint: made } = generation;
    return { number, state, version, model: made.modelId, chunks: await generations.open(generation).count(signal) };
  });
  return {
    generations: await Promise.all(rows),
    reasons: serving === undefined ? [] : reindexReasons(serving, await fingerprint()),
  };
}

/** The two generations of a reindex. */
export interface ReindexPair {
  readonly serving: IndexGeneration;
  readonly building: IndexGeneration;
}

/** @throws PipelineFailure `NotFound` before anything was indexed. */
export async function servingGeneration(generations: IndexGenerations, signal: AbortSignal): Promise<IndexGeneration> {
  const serving = await generations.serving(signal);
  if (serving !== undefined) return serving;
  throw new PipelineFailure('NotFound', 'nothing was indexed yet');
}

/**
 * The generation that a reindex goes on with, or a new one. A kept one makes room for it: there are two at most, so that
 * no more than twice the disk is needed.
 *
 * @throws PipelineFailure `NotFound` before anything was indexed, `ReindexIncomplete` when one for another embedder or by
 *   another release is being built.
 */
export async function beginReindex(
  { generations, fingerprint }: ReindexPorts,
  signal: AbortSignal,
): Promise<ReindexPair> {
  const serving = await servingGeneration(generations, signal);
  const begun = await buildingGeneration(generations, await fingerprint(), signal);
  if (begun !== undefined) return { serving, building: begun };
  for (const generation of await generations.list(signal)) {
    if (generation.state === 'kept') await generations.drop(generation, signal);
  }
  await generations.create(await fingerprint(), 'building', signal);
  const building = await buildingGeneration(generations, await fingerprint(), signal);
  if (building !== undefined) return { serving, building };
  throw new PipelineFailure('DependencyUnavailable', 'the new generation is not there');
}

async function buildingGeneration(
  generations: IndexGenerations,
  embedder: EmbedderFingerprint,
  signal: AbortSignal,
): Promise<IndexGeneration | undefined> {
  const building = (await generations.list(signal)).find(({ state }) => state === 'building');
  if (building === undefined) return undefined;
  if (takesVectorsOf(building, embedder) && building.version === INDEX_VERSION) return building;
  throw new PipelineFailure('ReindexIncomplete', 'a generation for another embedding model or release is being built', {
    details: { generation: building.number },
  });
}
