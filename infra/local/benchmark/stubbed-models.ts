import { createHash } from 'node:crypto';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import { seededRandom } from '#shared/domain/statistics.ts';
import { toUnitLength, type Vector } from '#shared/domain/vector.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Embedder } from '#shared/ports/embedder.ts';
import type { EntityFinder } from '#shared/ports/entity-finder.ts';
import { drawLatency } from './latency-shape.ts';

/**
 * How long a call to a hosted model takes. Assumed for a small request within one region, not measured here; what is measured is what the rest of the pipeline
 * costs beside such calls.
 */
const LATENCY = { median: 80, p95: 220 };

/** Length of the vectors of Titan Text Embeddings v2 as the stacks configure it. */
const DIMENSIONS = 512;

const SEED = 1;

interface StubbedModelsOptions {
  readonly clock?: Pick<Clock, 'sleep'>;
  /** Length of the vectors. */
  readonly dimensions?: number;
}

/** Models that know nothing and take as long as hosted ones on that clock: for what the pipeline itself costs. */
export function stubbedModels({ clock = systemClock, dimensions = DIMENSIONS }: StubbedModelsOptions = {}): {
  readonly embedder: Embedder;
  readonly finder: EntityFinder;
} {
  const random = seededRandom(SEED);
  const wait = (signal?: AbortSignal) => clock.sleep(drawLatency(LATENCY, random), signal);
  return {
    embedder: {
      modelId: 'stub-hashed',
      dimensions,
      maxBatch: 32,
      maxInputTokens: 8_192,
      languages: 'many',
      embed: async (texts, _purpose, signal) => {
        await wait(signal);
        return texts.map((text) => hashedVector(text, dimensions));
      },
    },
    finder: {
      languages: ['en'],
      find: async (_text, signal) => {
        await wait(signal);
        return [];
      },
    },
  };
}

/** The same numbers for the same text, close to no other text's. */
function hashedVector(text: string, dimensions: number): Vector {
  const random = seededRandom(createHash('sha256').update(text).digest().readInt32BE());
  return toUnitLength(Array.from({ length: dimensions }, () => random() - 0.5));
}
