import type { EvaluationRun } from '#shared/contracts/evaluation-run.ts';
import type { ChunkingShape } from './evaluate-chunking.ts';
import { sha256 } from './gold-set-files.ts';

/** A set as it was measured. */
export interface MeasuredChunking {
  readonly run: EvaluationRun;
  readonly shapes: ReadonlyMap<string, ChunkingShape>;
}

/** All sets as one, every case counting alike, with the set of each as its slice: no set alone decides on a setting. */
export function pooledChunking(measured: readonly [MeasuredChunking, ...MeasuredChunking[]]): MeasuredChunking {
  const [first] = measured;
  const runs = measured.map(({ run }) => run);
  const hashOf = (part: 'corpus' | 'gold') => sha256(runs.map(({ dataset }) => dataset[part]).join());
  const run: EvaluationRun = {
    ...first.run,
    dataset: { name: 'all sets', corpus: hashOf('corpus'), gold: hashOf('gold') },
    cases: runs.flatMap(({ dataset: { name }, cases }) =>
      cases.map((each) => ({ ...each, id: `${name}/${each.id}`, slices: { set: name } })),
    ),
    seconds: runs.reduce((sum, { seconds }) => sum + seconds, 0),
  };
  const shapes = [...first.shapes.keys()].map((setting) => {
    const own = measured.flatMap(({ shapes: each }) => each.get(setting) ?? []);
    return [setting, summed(own)] as const;
  });
  return { run, shapes: new Map(shapes) };
}

function summed(shapes: readonly ChunkingShape[]): ChunkingShape {
  const sum = (of: (shape: ChunkingShape) => number) => shapes.reduce((total, shape) => total + of(shape), 0);
  const chunks = sum((shape) => shape.chunks);
  return {
    chunks,
    meanTokens: sum((shape) => shape.chunks * shape.meanTokens) / Math.max(1, chunks),
    cutRows: sum(({ cutRows }) => cutRows),
  };
}
