import type { Command } from 'commander';
import { type IndexStatus, REINDEX_DOCUMENTS_PER_MINUTE, type ReindexReport } from '#shared/contracts/reindex.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { indexStatus } from '#shared/runtime/reindex/plan-reindex.ts';
import { dropOther, reindex, rollBack } from '#shared/runtime/reindex/reindex.ts';
import { takeInstanceLock } from '../instance-lock.ts';
import type { LocalPorts } from '../local-ports.ts';
import { withStack } from '../stack.ts';
import { addCommand, type CliContext } from './cli-context.ts';
import { positiveNumber } from './option-values.ts';
import { type ProgressBar, progressBar } from './progress-bar.ts';

interface ReindexCommandOptions {
  readonly status?: true;
  readonly dryRun?: true;
  readonly rollback?: true;
  readonly drop?: true;
  readonly documentsPerMinute: number;
  readonly json?: true;
}

export function addReindexCommand(program: Command, context: CliContext): void {
  addCommand(program, context, {
    name: 'reindex',
    summary: 'build the index anew beside the one that serves, compare both, and let the new one serve',
    details: [
      '',
      'Questions and documents go on meanwhile. A run that was stopped is gone on with by the next. The old generation is',
      'kept, and written to, until the next reindex or --drop; it takes as much room on the disk as the new one.',
    ].join('\n'),
  })
    .option('--status', 'show the generations, and whether the index should be built anew')
    .option('--dry-run', 'say what would be built from what, and do nothing')
    .option('--rollback', 'go back to the generation that is kept')
    .option('--drop', 'remove the generation that does not serve: one that is kept, or one that is being built')
    .option('--documents-per-minute <n>', 'how fast to copy, at most', positiveNumber, REINDEX_DOCUMENTS_PER_MINUTE)
    .action((options: ReindexCommandOptions) => {
      const asked = [options.status, options.dryRun, options.rollback, options.drop].filter(Boolean);
      if (asked.length > 1) throw new PipelineFailure('InputInvalid', 'only one of these options at a time');
      return withStack({ settings: context.settings }, ({ home, ports }) => run(home, ports, options, context));
    });
}

async function run(
  home: string,
  ports: LocalPorts,
  options: ReindexCommandOptions,
  context: CliContext,
): Promise<void> {
  const signal = new AbortController().signal;
  const tell = <T>(result: T, lines: (result: T) => string[]) => {
    if (options.json) context.printJson(result);
    else for (const line of lines(result)) context.print(line);
  };
  if (options.rollback) {
    return tell(await rollBack(ports, signal), ({ from, to }) => [
      `Generation ${to} serves again in place of ${from}.`,
    ]);
  }
  if (options.drop) {
    return tell(await dropOther(ports, signal), ({ dropped }) => [`Generation ${dropped.join(', ')} is removed.`]);
  }
  const status = await indexStatus(ports, signal);
  if (options.status) return tell(status, statusLines);
  if (options.dryRun) return tell(planOf(status), ({ plan }) => plan);
  const reindexed = await withoutWriters(home, status, () => {
    const onProgress = progressOf(context);
    return reindex(ports, { documentsPerMinute: options.documentsPerMinute, onProgress }, signal);
  });
  tell(reindexed, reportLines);
}

/** Whoever takes documents in by another embedder would write its vectors into the new generation. */
async function withoutWriters<T>(home: string, { reasons }: IndexStatus, work: () => Promise<T>): Promise<T> {
  if (!reasons.includes('embedder')) return work();
  const lock = takeInstanceLock(home);
  if ('heldBy' in lock) throw new PipelineFailure('AlreadyRunning', 'an instance embeds by another model');
  try {
    return await work();
  } finally {
    lock.release();
  }
}

function progressOf(context: CliContext): (copied: number, total: number) => void {
  let bar: ProgressBar | undefined;
  return (copied, total) => {
    bar ??= progressBar(total, context);
    bar.update(Math.min(copied, total));
    if (copied >= total) bar.end();
  };
}

function planOf({ generations, reasons }: IndexStatus) {
  const of = (state: string) => generations.find((generation) => generation.state === state);
  const [serving, building, kept] = [of('serving'), of('building'), of('kept')];
  const next = building?.number ?? 1 + Math.max(0, ...generations.map(({ number }) => number));
  const vectors = reasons.includes('embedder') ? 'embedding each chunk anew' : 'taking its vectors over';
  const plan = [
    `Would ${building ? 'go on with' : 'build'} generation ${next} from ${serving?.chunks ?? 0} chunks of generation ${serving?.number ?? 0}, ${vectors}.`,
    ...(kept ? [`Would remove generation ${kept.number} first, which is kept.`] : []),
  ];
  return { generations, reasons, plan };
}

function statusLines({ generations, reasons }: IndexStatus): string[] {
  const because = { embedder: 'another embedding model is configured', version: 'this release builds it otherwise' };
  return [
    ...generations.map(
      ({ number, state, chunks, model, version }) =>
        `generation ${number}  ${state.padEnd(9)} ${String(chunks).padStart(8)} chunks  ${model}  version ${version}`,
    ),
    ...(generations.length === 0 ? ['Nothing was indexed yet.'] : []),
    ...reasons.map((reason) => `To be built anew: ${because[reason]}.`),
  ];
}

function reportLines({ from, to, documents, chunks, repaired, canaries }: ReindexReport): string[] {
  const percent = (share = 0) => `${(100 * share).toFixed(1)} %`;
  const recalls = ({ lexical, vector }: { lexical: number; vector: number }) =>
    `${percent(lexical)} by words, ${percent(vector)} by meaning`;
  return [
    `Generation ${to} serves in place of ${from}, which is kept: ${documents} documents copied, ${repaired} of them twice.`,
    `Chunks: ${chunks.before} before, ${chunks.after} after.`,
    ...(canaries
      ? [`Of ${canaries.sampled} passages found: before ${recalls(canaries.before)}; after ${recalls(canaries.after)}.`]
      : []),
  ];
}
