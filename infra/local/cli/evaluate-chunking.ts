import type { Command } from 'commander';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import { textAnalyzer } from '#shared/adapters/portable/text-analyzer.ts';
import { wordpieceTokenCounter } from '#shared/adapters/portable/wordpiece-token-counter.ts';
import { type ChunkingPolicy, chunkingName, chunkingNamed, DEFAULT_CHUNKING } from '#shared/domain/chunking-policy.ts';
import {
  CHUNKING_SETTINGS,
  type ChunkingSetting,
  DEFAULT_SETTING,
  settingOf,
} from '#shared/domain/chunking-settings.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { readChunkingCorpus } from '../evaluation/chunking-corpus.ts';
import { chunkingLines, chunkingRows } from '../evaluation/chunking-table.ts';
import { evaluateChunking } from '../evaluation/evaluate-chunking.ts';
import { readLabelledCorpus } from '../evaluation/gold-set-files.ts';
import { runOf } from '../evaluation/measurement.ts';
import { type MeasuredChunking, pooledChunking } from '../evaluation/pooled-chunking.ts';
import { writeRun } from '../evaluation/run-file.ts';
import { localExtraction } from '../local-extraction.ts';
import { MODEL_FILES, openModels } from '../local-models.ts';
import type { CliContext } from './cli-context.ts';
import { addEvaluation, type OutputOptions, systemOf } from './evaluation-output.ts';
import { progressBar } from './progress-bar.ts';

export function addChunkingEvaluation(parent: Command, context: CliContext): void {
  addEvaluation(parent, context, {
    kind: 'chunking',
    summary: 'how much of the evidence each setting of the chunker brings at equal tokens',
    details: `
A set is a file of questions labelled by spans of the documents beside it, a folder in the layout of Chroma's chunking
evaluation (questions.csv and the corpora it names), or a file in the layout of SQuAD: docs/evaluation.md. Several are
measured one by one and then together. Nothing is redacted, nothing is kept.`,
  })
    .argument('<set...>', 'files or folders')
    .option('--setting <name>', 'measure this one, such as recursive-200; several times for several', repeatedSetting)
    .action(async (sets: readonly string[], options: ChunkingOptions) => {
      assertOneRun(sets, options);
      const models = await openModels(context.settings, { finders: [] });
      try {
        await measureSets(sets, options, context, models.embedder);
      } finally {
        await models.close();
      }
    });
}

interface ChunkingOptions extends OutputOptions {
  readonly setting?: readonly ChunkingPolicy[];
}

function assertOneRun(sets: readonly string[], { out }: ChunkingOptions): void {
  if (out !== undefined && sets.length > 1) throw new PipelineFailure('InputInvalid', '--out takes the run of one set');
}

async function measureSets(
  sets: readonly string[],
  options: ChunkingOptions,
  context: CliContext,
  embedder: Models['embedder'],
): Promise<void> {
  const tell = (measured: MeasuredChunking) => {
    const rows = chunkingRows(measured.run, measured.shapes, DEFAULT_SETTING);
    if (!options.json) for (const line of chunkingLines(measured.run, rows)) context.print(line);
    return { ...headOf(measured.run), rows };
  };
  const all: MeasuredChunking[] = [];
  const reports: unknown[] = [];
  for (const set of sets) {
    const measured = await chunking(set, options, context, embedder);
    all.push(measured);
    reports.push(tell(measured));
  }
  const [first, ...others] = all;
  const together = first && others.length > 0 ? tell(pooledChunking([first, ...others])) : undefined;
  if (options.json) context.printJson(together ? { sets: reports, together } : reports[0]);
}

type Models = Awaited<ReturnType<typeof openModels>>;

async function chunking(
  set: string,
  options: ChunkingOptions,
  context: CliContext,
  embedder: Models['embedder'],
): Promise<MeasuredChunking> {
  const labelled = await readLabelledCorpus(set);
  const corpus = await readCorpus(labelled, options);
  if (corpus.missing > 0)
    context.note(`${corpus.missing} labels are not in the extracted text; their questions are left out.`);
  const settings = measuredSettings(options);
  const bar = progressBar(settings.length, context);
  const ports = {
    embedder,
    analyzer: textAnalyzer(),
    tokens: wordpieceTokenCounter(MODEL_FILES.embedder.tokenizerPath),
  };
  const measuring = { now: systemClock.now, onProgress: bar.update };
  const { measurement, shapes } = await evaluateChunking(corpus, settings, ports, measuring);
  bar.end();
  const { gold, corpusHash, goldHash } = labelled;
  const dataset = { name: `${gold.name} ${gold.version}`, corpus: corpusHash, gold: goldHash };
  const run = runOf(measurement, { dataset, system: systemOf(embedder), at: systemClock.now() });
  if (options.out) await writeRun(options.out, run);
  return { run, shapes };
}

/** Those that were named and the default, which the others are compared with; all of the list when none was. */
function measuredSettings({ setting: named }: ChunkingOptions): readonly ChunkingSetting[] {
  if (named === undefined) return CHUNKING_SETTINGS;
  const policies = [DEFAULT_CHUNKING, ...named.filter((policy) => chunkingName(policy) !== DEFAULT_SETTING)];
  return policies.map((policy) => settingOf(policy));
}

function repeatedSetting(value: string, before: readonly ChunkingPolicy[] = []): ChunkingPolicy[] {
  return [...before, chunkingNamed(value)];
}

function headOf({ kind, dataset, cases, seconds }: ReturnType<typeof runOf>) {
  return { kind, dataset: dataset.name, cases: cases.length, seconds };
}

async function readCorpus(labelled: Awaited<ReturnType<typeof readLabelledCorpus>>, { limit }: OutputOptions) {
  const extraction = localExtraction();
  try {
    const corpus = await readChunkingCorpus(labelled, extraction);
    return { ...corpus, cases: corpus.cases.slice(0, limit) };
  } finally {
    await extraction.close();
  }
}
