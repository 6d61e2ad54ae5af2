import path from 'node:path';
import type { Command } from 'commander';
import type { EVALUATION_KINDS } from '#shared/contracts/evaluation-run.ts';
import type { LocalSettings } from '#shared/contracts/local-settings.ts';
import { PIPELINE_VERSION } from '#shared/domain/identity.ts';
import type { Embedder } from '#shared/ports/embedder.ts';
import { modelLines } from '../evaluation/case-costs.ts';
import type { EvaluationOptions } from '../evaluation/evaluate-retrieval.ts';
import { reportLines, reportOf } from '../evaluation/evaluation-report.ts';
import { type Measurement, type RunContext, runOf } from '../evaluation/measurement.ts';
import { writeRun } from '../evaluation/run-file.ts';
import { pipelineTemplate } from '../pipeline-template.ts';
import type { OpenStackOptions } from '../stack.ts';
import { addCommand, type CliContext } from './cli-context.ts';
import { positiveInteger } from './option-values.ts';
import { outputFile } from './output-file.ts';
import { progressBar } from './progress-bar.ts';

/** Options that every kind of evaluation has. */
export interface OutputOptions {
  readonly limit?: number;
  readonly out?: string;
  readonly json?: true;
  readonly slices?: true;
}

/** The index of an evaluation is kept, because ingest takes far longer than the questions. */
export const KEPT =
  '\nThe documents go through the whole pipeline once; their index is kept in cache/evaluations of the state folder.';

interface EvaluationDescription {
  readonly kind: (typeof EVALUATION_KINDS)[number];
  readonly summary: string;
  readonly details: string;
}

/** A subcommand of `evaluate`, with the options that all of them have. */
export function addEvaluation(parent: Command, context: CliContext, description: EvaluationDescription): Command {
  return addCommand(parent, context, { ...description, name: description.kind })
    .option('--limit <n>', 'measure the first n cases only; the corpus stays whole', positiveInteger)
    .option('--slices', 'print the figures of each slice, too')
    .option('--out <file>', 'write the run to a file, for `compare` and `gate`', outputFile);
}

/** Prints a measurement, and writes it as a run where a file was named. */
export async function putOut(
  measurement: Measurement,
  dataset: RunContext,
  { out, json, slices }: OutputOptions,
  context: CliContext,
  more: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const run = runOf(measurement, dataset);
  if (out !== undefined) await writeRun(out, run);
  const report = reportOf(run);
  const { models = [] } = measurement;
  if (json) context.printJson({ ...report, models, ...more });
  else for (const line of [...reportLines(report, slices), ...modelLines(models)]) context.print(line);
}

/** What is measured, for a run to tell. */
export function systemOf({ modelId }: Embedder, more: RunContext['system'] = {}): RunContext['system'] {
  return { pipelineVersion: PIPELINE_VERSION, embedder: modelId, ...more };
}

/** A stack over the evaluation's own state folder; the synthesized template is shared with the user's. */
export async function ownStack(settings: LocalSettings, { settings: own }: CliContext): Promise<OpenStackOptions> {
  const template = await pipelineTemplate(path.join(own.AFFIDAVIT_HOME, 'cache'));
  return { settings, runsIngest: true, isAlone: true, template };
}

export function askingOptions(
  total: number,
  { limit = total }: OutputOptions,
  now: () => number,
  context: CliContext,
): EvaluationOptions {
  const asked = Math.min(limit, total);
  const bar = progressBar(asked, context);
  const onProgress = (done: number) => {
    bar.update(done);
    if (done === asked) bar.end();
  };
  return { limit, now, onProgress };
}
