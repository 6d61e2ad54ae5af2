import * as z from 'zod';
import type { Reranker } from '../../ports/reranker.ts';
import type { ModelFiles } from '../portable/bge-embedder.ts';
import { crossEncoderReranker } from '../portable/cross-encoder-reranker.ts';
import { inferencePool } from './inference-pool.ts';

const ENTRY = new URL('./inference-worker.ts', import.meta.url);

interface CrossEncoderWorkersOptions extends ModelFiles {
  /** Of the model, for receipts. */
  readonly name: string;
  readonly threads: number;
}

/** A reranker whose model runs on threads of its own, so that it does not hold up the server. They start at the first question. */
export function crossEncoderWorkers({ name, threads, ...files }: CrossEncoderWorkersOptions): {
  readonly reranker: Reranker;
  close(): Promise<void>;
} {
  const pool = inferencePool({
    entry: ENTRY,
    workerData: { model: 'cross-encoder', ...files },
    size: threads,
    failure: 'DependencyUnavailable',
  });
  const reranker = crossEncoderReranker(name, async (question, passages, signal) => {
    const pairs = passages.map((passage) => JSON.stringify([question, passage]));
    return z.array(z.number()).parse(await pool.run(pairs, { purpose: 'query', isUrgent: true, signal }));
  });
  return { reranker, close: pool.close };
}
