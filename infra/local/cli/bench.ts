import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Argument, type Command, Option } from 'commander';
import { PipelineFailure } from '#shared/domain/failures.ts';
import type { BenchContext } from '../benchmark/bench-context.ts';
import { readBenchDocuments, SAMPLE_DOCUMENTS } from '../benchmark/bench-documents.ts';
import { benchFolding } from '../benchmark/bench-folding.ts';
import { benchLocalIngest, benchStubbedIngest } from '../benchmark/bench-ingest.ts';
import { benchPdf } from '../benchmark/bench-pdf.ts';
import { benchQuestions } from '../benchmark/bench-questions.ts';
import { type BenchRow, benchLines, benchReport, rowLines } from '../benchmark/bench-report.ts';
import { benchScale } from '../benchmark/bench-scale.ts';
import { benchStart } from '../benchmark/bench-start.ts';
import { loadAnswers } from '../benchmark/load-answers.ts';
import { loadGrowth } from '../benchmark/load-growth.ts';
import { loadIngest } from '../benchmark/load-ingest.ts';
import { loadPoison } from '../benchmark/load-poison.ts';
import { loadQuestions } from '../benchmark/load-question.ts';
import { loadReindex } from '../benchmark/load-reindex.ts';
import { pipelineTemplate } from '../pipeline-template.ts';
import { addCommand, type CliContext } from './cli-context.ts';
import { positiveInteger, positiveNumber, share } from './option-values.ts';

/** The benchmarks in the order they run: what tells of memory comes before what takes more of it. */
const BENCHMARKS: Readonly<Record<string, (context: BenchContext) => Promise<BenchRow[]>>> = {
  start: benchStart,
  ingest: benchLocalIngest,
  'ingest-stubbed': benchStubbedIngest,
  pdf: benchPdf,
  question: benchQuestions,
  folding: benchFolding,
};

/** Loads, which take half an hour: only when asked for. */
const LOADS: typeof BENCHMARKS = {
  'load-ingest': loadIngest,
  'load-question': loadQuestions,
  'load-answers': loadAnswers,
  'load-poison': loadPoison,
  'load-growth': loadGrowth,
  'load-reindex': loadReindex,
};

/** Sizes of an index, which take minutes: only when asked for. */
const SCALES: typeof BENCHMARKS = { scale: benchScale };

const SUITES = { load: LOADS, scale: SCALES };
type Suite = keyof typeof SUITES;

const ALL = { ...BENCHMARKS, ...LOADS, ...SCALES };

interface BenchOptions {
  readonly minutes?: number;
  readonly scale: number;
  readonly chunks?: readonly number[];
  readonly only?: readonly string[];
  readonly documents: string;
  readonly json?: true;
}

export function addBenchCommand(program: Command, context: CliContext): void {
  addCommand(program, context, {
    name: 'bench',
    summary: 'measure speed and memory on this machine',
    details: DETAILS,
  })
    .addOption(new Option('--only <benchmark...>', 'run only these').choices(Object.keys(ALL)))
    .addArgument(
      new Argument('[suite]', 'run what puts the system under load, or an index at growing sizes').choices(
        Object.keys(SUITES),
      ),
    )
    .option('--minutes <number>', 'minutes of each load, in place of the whole time', positiveNumber)
    .option('--scale <share>', 'share of the size of corpora under load, above 0 and up to 1', share, 1)
    .option('--chunks <number>', 'of `scale`: this size; several times for several', repeatedSize)
    .option('--documents <folder>', 'documents to ingest and read, in place of the samples', SAMPLE_DOCUMENTS)
    .action((suite: Suite | undefined, options: BenchOptions) => bench(suite, options, context));
}

const DETAILS = [
  '',
  'start            from the command to the first cited answer',
  'ingest           documents and pages a minute with the models of this machine, and memory',
  'ingest-stubbed   the same with models that only take as long as hosted ones (median 80 ms, 95 % 220 ms, assumed)',
  'pdf              milliseconds a page of PDF, beside the text alone that pdf.js takes out of it',
  'question         milliseconds a question without a language model, at 1,000 and 20,000 chunks',
  'folding          milliseconds to tell the near-duplicates among 12 and 200 passages',
  '',
  'With `load`, and not without it or their names:',
  'load-ingest      10 minutes at a rate, models stubbed, mixed types, a tenth of the events duplicates; memory',
  'load-question    5 minutes at 20 questions a second over 50,000 chunks of 50 tenants while documents come in,',
  '                 then 5 minutes at three times as many: what is refused, and how long the rest takes',
  'load-answers     a minute at 4 streamed answers a second with a stand-in for a model that writes: what is added to',
  '                 its first claim, and how soon it is stopped when 50 readers leave',
  'load-poison      8 minutes of documents, half of them beside some that hang, throw or cannot be read',
  'load-growth      milliseconds a document on the way to 100, 1,000 and 10,000 documents',
  'load-reindex     a minute at 20 questions a second while the index of 20,000 chunks is built anew, swapped and',
  '                 rolled back: what failed, what was answered from two generations',
  'Requests are sent at their time, whatever the system does, and count from that time.',
  '',
  'With `scale`, and not without it or its name:',
  'scale            the index of this machine at 10,000 and 100,000 chunks of invented words and clustered vectors:',
  '                 chunks written a second, milliseconds of a search, recall against exact vectors, bytes a chunk',
  '',
  'State is kept in a folder for temporary files and removed. Figures hang on what else the machine does.',
].join('\n');

async function bench(suite: Suite | undefined, options: BenchOptions, context: CliContext): Promise<void> {
  const { only = Object.keys(suite ? SUITES[suite] : BENCHMARKS), documents, minutes, scale, chunks, json } = options;
  const root = await mkdtemp(path.join(tmpdir(), 'affidavit-bench-'));
  const startedAt = performance.now();
  const rows: BenchRow[] = [];
  try {
    const benchContext: BenchContext = {
      settings: async () => ({ ...context.settings, AFFIDAVIT_HOME: await mkdtemp(path.join(root, 'state-')) }),
      template: await pipelineTemplate(path.join(context.settings.AFFIDAVIT_HOME, 'cache')),
      documents: await readBenchDocuments(documents),
      ...{ note: context.note, minutes, scale, chunks },
    };
    for (const [, run] of Object.entries(ALL).filter(([name]) => only.includes(name))) {
      const measured = await run(benchContext);
      rows.push(...measured);
      for (const line of rowLines(measured)) context.note(line); // Whatever becomes of the rest.
    }
  } finally {
    await rm(root, { recursive: true, force: true });
  }
  if (rows.length === 0) throw new PipelineFailure('InputInvalid', 'nothing was measured on these documents');
  const report = benchReport(rows, (performance.now() - startedAt) / 1000);
  if (json) context.printJson(report);
  else for (const line of benchLines(report)) context.print(line);
}

function repeatedSize(value: string, before: readonly number[] = []): number[] {
  return [...before, positiveInteger(value)];
}
