import * as z from 'zod';
import { MAX_QUESTION_LENGTH } from '../../contracts/api.ts';
import type { Entity } from '../../domain/entity.ts';
import type { Vector } from '../../domain/vector.ts';
import type { Embedder } from '../../ports/embedder.ts';
import type { EntityFinder } from '../../ports/entity-finder.ts';
import { type InferencePool, inferencePool } from './inference-pool.ts';
import { mergeEntities, segmentsOf } from './text-segments.ts';

const ENTRY = new URL('./inference-worker.ts', import.meta.url);

interface ModelFiles {
  readonly modelPath: string;
  readonly tokenizerPath: string;
}

interface InferenceWorkersOptions {
  readonly embedder: ModelFiles;
  /** Threads that embed. */
  readonly embedders: number;
  readonly entityFinder: ModelFiles;
  /** A module that serves both models instead of the real ones. */
  readonly entry?: URL;
}

/** The models of this machine, each on threads of its own, so that neither holds up the server. */
export interface InferenceWorkers {
  readonly embedder: Embedder;
  readonly entityFinder: EntityFinder;
  close(): Promise<void>;
}

const EmbedderTraitsSchema = z.object({
  modelId: z.string(),
  dimensions: z.int().positive(),
  maxBatch: z.int().positive(),
  maxInputTokens: z.number().positive(),
  languages: z.union([z.literal('many'), z.array(z.string())]),
});
const FinderTraitsSchema = z.object({ languages: z.array(z.string()) });

/**
 * Starts a thread for each model; models load at their first text.
 *
 * @throws PipelineFailure `DependencyUnavailable` or `DetectorUnavailable` when a thread does not start.
 */
export async function inferenceWorkers(options: InferenceWorkersOptions): Promise<InferenceWorkers> {
  const { embedder, embedders, entityFinder, entry = ENTRY } = options;
  const embedding = inferencePool({
    entry,
    workerData: { model: 'embedder', ...embedder },
    size: embedders,
    failure: 'DependencyUnavailable',
  });
  const finding = inferencePool({
    entry,
    workerData: { model: 'entity-finder', ...entityFinder },
    size: 1,
    failure: 'DetectorUnavailable',
  });
  const close = async () => {
    await Promise.all([embedding.close(), finding.close()]);
  };

  try {
    const [embedderTraits, finderTraits] = await Promise.all([embedding.traits(), finding.traits()]);
    return {
      embedder: pooledEmbedder(embedding, EmbedderTraitsSchema.parse(embedderTraits)),
      entityFinder: pooledFinder(finding, FinderTraitsSchema.parse(finderTraits)),
      close,
    };
  } catch (cause) {
    await close();
    throw cause;
  }
}

function pooledEmbedder(pool: InferencePool, traits: z.output<typeof EmbedderTraitsSchema>): Embedder {
  return {
    ...traits,
    embed: async (texts, purpose, signal) => {
      if (texts.length > traits.maxBatch) throw new RangeError('more texts than maxBatch');
      const vectors = await pool.run(texts, { purpose, isUrgent: purpose === 'query', signal });
      return vectors as Vector[]; // Our own thread made them, by the same port; checking 384 numbers a text costs.
    },
  };
}

/** A text no longer than a question goes first, for somebody may be waiting for its answer. */
function pooledFinder(pool: InferencePool, traits: z.output<typeof FinderTraitsSchema>): EntityFinder {
  return {
    ...traits,
    find: async (text, signal) => {
      const isUrgent = text.length <= MAX_QUESTION_LENGTH;
      const segments = segmentsOf(text);
      const texts = segments.map((segment) => segment.text);
      const found = await pool.run(texts, { purpose: 'passage', isUrgent, signal });
      return mergeEntities(segments, found as Entity[][]); // Our own thread made them, by the same port.
    },
  };
}
