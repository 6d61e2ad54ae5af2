import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Command, Option } from 'commander';
import type { BenchContext } from '../benchmark/bench-context.ts';
import { readBenchDocuments, SAMPLE_DOCUMENTS } from '../benchmark/bench-documents.ts';
import { benchLocalIngest, benchStubbedIngest } from '../benchmark/bench-ingest.ts';
import { benchPdf } from '../benchmark/bench-pdf.ts';
import { benchQuestions } from '../benchmark/bench-questions.ts';
import { type BenchRow, benchLines, benchReport } from '../benchmark/bench-report.ts';
import { benchStart } from '../benchmark/bench-start.ts';
import { pipelineTemplate } from '../pipeline-template.ts';
import { addCommand, type CliContext } from './cli-context.ts';

/** The benchmarks in the order they run: what tells of memory comes before what takes more of it. */
const BENCHMARKS: Readonly<Record<string, (context: BenchContext) => Promise<BenchRow[]>>> = {
  start: benchStart,
  ingest: benchLocalIngest,
  'ingest-stubbed': benchStubbedIngest,
  pdf: benchPdf,
  question: benchQuestions,
};

interface BenchOptions {
  readonly only?: readonly string[];
  readonly documents: string;
  readonly json?: true;
}

export function addBenchCommand(program: Command, context: CliContext): void {
  addCommand(program, context, {
    name: 'bench',
    summary: 'measure speed and memory on this machine',
    details: [
      '',
      'start            from the command to the first cited answer',
      'ingest           documents and pages a minute with the models of this machine, and memory',
      'ingest-stubbed   the same with models that only take as long as hosted ones (median 80 ms, 95 % 220 ms, assumed)',
      'pdf              milliseconds a page of PDF',
      'question         milliseconds a question without a language model, at 1,000 and 20,000 chunks',
      '',
      'State is kept in a folder for temporary files and removed. Figures hang on what else the machine does.',
    ].join('\n'),
  })
    .addOption(new Option('--only <benchmark...>', 'run only these').choices(Object.keys(BENCHMARKS)))
    .option('--documents <folder>', 'documents to ingest and read, in place of the samples', SAMPLE_DOCUMENTS)
    .action((options: BenchOptions) => bench(options, context));
}

async function bench({ only, documents, json }: BenchOptions, context: CliContext): Promise<void> {
  const root = await mkdtemp(path.join(tmpdir(), 'affidavit-bench-'));
  const startedAt = performance.now();
  const rows: BenchRow[] = [];
  try {
    const benchContext: BenchContext = {
      settings: async () => ({ ...context.settings, AFFIDAVIT_HOME: await mkdtemp(path.join(root, 'state-')) }),
      template: await pipelineTemplate(path.join(context.settings.AFFIDAVIT_HOME, 'cache')),
      documents: await readBenchDocuments(documents),
      note: context.note,
    };
    for (const [name, run] of Object.entries(BENCHMARKS)) {
      if (only === undefined || only.includes(name)) rows.push(...(await run(benchContext)));
    }
  } finally {
    await rm(root, { recursive: true, force: true });
  }
  const report = benchReport(rows, (performance.now() - startedAt) / 1000);
  if (json) context.printJson(report);
  else for (const line of benchLines(report)) context.print(line);
}
