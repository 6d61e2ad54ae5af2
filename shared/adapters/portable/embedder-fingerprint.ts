import { createHash } from 'node:crypto';
import type { EmbedderFingerprint } from '../../domain/fingerprint.ts';
import { PROBE_TEXT } from '../../domain/redaction.ts';
import type { Vector } from '../../domain/vector.ts';
import type { Embedder } from '../../ports/embedder.ts';

/** How many of the largest components may make up the probe. */
const LARGEST = 32;
/** How many make it up at least: the few largest are often the same for every text of a model. */
const LEAST = 8;

/**
 * What an embedder's vectors are told apart by.
 *
 * @throws PipelineFailure as the embedder does.
 */
export async function embedderFingerprint(embedder: Embedder, signal?: AbortSignal): Promise<EmbedderFingerprint> {
  const [vector = []] = await embedder.embed([PROBE_TEXT], 'passage', signal);
  const probe = createHash('sha256').update(landmarks(vector)).digest('hex').slice(0, 16);
  return { modelId: embedder.modelId, dimensions: embedder.dimensions, probe };
}

/**
 * Which components of the vector stand out, and their signs. Processors round alike only to some digits, so no value is
 * rounded: the components are cut where their sizes lie farthest apart, and no small difference moves one across.
 */
function landmarks(vector: Vector): string {
  const bySize = vector.map((value, at) => ({ at, value, size: Math.abs(value) })).sort((a, b) => b.size - a.size);
  const gap = (count: number): number => (bySize[count - 1]?.size ?? 0) - (bySize[count]?.size ?? 0);
  const counts = Array.from({ length: LARGEST - LEAST }, (_, at) => at + LEAST);
  const cut = counts.reduce((best, count) => (gap(count) > gap(best) ? count : best), LEAST);
  return bySize
    .slice(0, cut)
    .map(({ at, value }) => `${at}${value < 0 ? '-' : '+'}`)
    .sort()
    .join(' ');
}
