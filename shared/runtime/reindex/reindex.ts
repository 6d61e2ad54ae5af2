import type { DropReport, ReindexReport, RollbackReport } from '../../contracts/reindex.ts';
import { PipelineFailure } from '../../domain/failures.ts';
import { findsAsMuch, type IndexGeneration, takesVectorsOf } from '../../domain/index-generation.ts';
import { canaryRecall } from './canary-recall.ts';
import { compareGenerations } from './compare-generations.ts';
import { type CopyPorts, copyDocument } from './copy-document.ts';
import { copyGeneration, type ReindexOptions } from './copy-generation.ts';
import { beginReindex, servingGeneration } from './plan-reindex.ts';
import type { ReindexPorts } from './reindex-ports.ts';
import { sampleCanaries } from './sample-canaries.ts';
import { settleDifferences } from './settle-differences.ts';
import { yieldingIndex } from './yielding-index.ts';

/**
 * Builds the next generation beside the one that serves, out of what that one holds: its redacted text, and its vectors
 * unless the embedder is another. Compares both, and lets the new one serve from one moment to the next. The old one is
 * kept. A call that was killed is gone on with by the next; two at once do the same work twice and no harm.
 *
 * @throws PipelineFailure `NotFound` before anything was indexed, `ReindexIncomplete` when the new generation holds or
 *   finds less than the old one, which goes on serving.
 */
export async function reindex(
  ports: ReindexPorts,
  options: ReindexOptions,
  signal: AbortSignal,
): Promise<ReindexReport> {
  const { generations, embedder, analyzer, clock, ledger } = ports;
  const pair = await beginReindex(ports, signal);
  const { serving, building } = pair;
  const open = (generation: IndexGeneration) => yieldingIndex(generations.open(generation), clock);
  const [from, to] = [open(serving), open(building)];
  const isSameEmbedder = takesVectorsOf(serving, building.fingerprint);
  const copy: CopyPorts = { from, to, ledger, ...(!isSameEmbedder && { embedder }) };

  const { documents, isDone } = await copyGeneration(pair, copy, ports, options, signal);
  const repaired = isDone ? await settleDifferences(copy, clock, signal) : 0;
  const chunks = { before: await from.count(signal), after: await to.count(signal) };
  const report = { from: serving.number, to: building.number, documents, chunks, repaired };
  if (!isDone) return { outcome: 'unfinished', ...report };

  const canaries = await sampleCanaries(from, signal);
  const before = await canaryRecall(canaries, from, analyzer, signal);
  const after = await canaryRecall(canaries, to, analyzer, signal);
  if (!findsAsMuch(before, after)) {
    throw new PipelineFailure('ReindexIncomplete', 'the new generation finds less than the old one', {
      details: { sampled: canaries.length, lexical: after.lexical, vector: after.vector },
    });
  }
  await generations.serve(building, signal);
  return { outcome: 'serving', ...report, canaries: { sampled: canaries.length, before, after } };
}

/**
 * Goes back to the generation that is kept, or forward again: it was written to all the time, so nothing is missing.
 *
 * @throws PipelineFailure `NotFound` when none is kept, `IndexMismatch` when it is another embedder's and so was not
 *   written to since.
 */
export async function rollBack(
  { generations }: Pick<ReindexPorts, 'generations'>,
  signal: AbortSignal,
): Promise<RollbackReport> {
  const serving = await servingGeneration(generations, signal);
  const kept = (await generations.list(signal)).findLast(({ state }) => state === 'kept');
  if (kept === undefined) throw new PipelineFailure('NotFound', 'no other generation is kept');
  if (!takesVectorsOf(kept, serving.fingerprint)) {
    throw new PipelineFailure(
      'IndexMismatch',
      'the kept generation is of another embedding model, and not up to date',
      {
        details: { generation: kept.number, model: kept.fingerprint.modelId },
      },
    );
  }
  await generations.serve(kept, signal);
  return { from: serving.number, to: kept.number };
}

/**
 * Removes the generation that does not serve: one that is being built, or one that is kept. What was written to it alone,
 * because it was another embedder's, goes into the one that serves first.
 *
 * @throws PipelineFailure `NotFound` when there is none, `IndexMismatch` when that needs the embedder of the one that
 *   serves and another is configured.
 */
export async function dropOther(ports: ReindexPorts, signal: AbortSignal): Promise<DropReport> {
  const { generations } = ports;
  const serving = await servingGeneration(generations, signal);
  const others = (await generations.list(signal)).filter(({ number }) => number !== serving.number);
  if (others.length === 0) throw new PipelineFailure('NotFound', 'no other generation is kept or being built');
  for (const other of others) {
    const isWrittenAlone = other.state === 'building' && !takesVectorsOf(other, serving.fingerprint);
    if (isWrittenAlone) await takeBack(other, serving, ports, signal);
    await generations.drop(other, signal);
  }
  return { dropped: others.map(({ number }) => number) };
}

async function takeBack(
  from: IndexGeneration,
  serving: IndexGeneration,
  { generations, embedder, fingerprint, ledger }: ReindexPorts,
  signal: AbortSignal,
): Promise<void> {
  const copy: CopyPorts = { from: generations.open(from), to: generations.open(serving), embedder, ledger };
  const { extra } = await compareGenerations(copy.to, copy.from, signal);
  if (extra.length === 0) return;
  if (!takesVectorsOf(serving, await fingerprint())) {
    throw new PipelineFailure('IndexMismatch', 'documents were indexed by the new embedding model alone', {
      details: { attempts: extra.length, needed: serving.fingerprint.modelId },
    });
  }
  for (const attempt of extra) await copyDocument(attempt, copy, signal);
}
