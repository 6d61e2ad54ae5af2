import path from 'node:path';
import type { Command } from 'commander';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import { PIPELINE_VERSION } from '#shared/domain/identity.ts';
import { meteredCost } from '#shared/domain/metered-cost.ts';
import { calibrationOfRun } from '../judging/judge-calibration.ts';
import { judgeLabelled, labelsDataset } from '../judging/judge-labelled.ts';
import { readJudgeLabels } from '../judging/judge-labels.ts';
import { judgeReport } from '../judging/judge-report.ts';
import type { CliContext } from './cli-context.ts';
import { addEvaluation, askingOptions, type OutputOptions } from './evaluation-output.ts';
import { addJudgeOptions, type JudgeOptions, openJudge } from './judge-options.ts';
import { putJudged } from './judged-answers.ts';

/** Adds `judge` to the kinds of `evaluate`. */
export function addJudgeEvaluation(parent: Command, context: CliContext): void {
  const command = addEvaluation(parent, context, {
    kind: 'judge',
    summary: 'what the word of a judging model is worth, on answers that people judged',
    details: `
Labels are lines of JSON ({criterion: "faithful" or "correct", question, reference, answer, holds}), or a folder of .tsv
files with the columns knowledge, response and begin_label, as those of BEGIN. They go to the model as they stand. The run
that --out writes is what \`evaluate answers --judge-calibration\` takes.`,
  });
  addJudgeOptions(command)
    .argument('<labels>', 'a file or folder of answers that people judged')
    .action((place: string, options: Options) => judge(place, options, context));
}

type Options = OutputOptions & JudgeOptions;

async function judge(place: string, options: Options, context: CliContext): Promise<void> {
  const labels = await readJudgeLabels(place);
  const opened = await openJudge(options, context);
  const { now } = systemClock;
  try {
    const { limit, onProgress } = askingOptions(labels.length, options, now, context);
    const asked = labels.slice(0, limit);
    const measured = await judgeLabelled(asked, { ...opened, now, onProgress });
    const dataset = labelsDataset(path.basename(path.resolve(place)), asked);
    const about = { dataset, system: { pipelineVersion: PIPELINE_VERSION, ...opened.identity }, at: now() };
    const report = judgeReport(measured, opened, calibrationOfRun({ ...measured, dataset }));
    await putJudged({ ...measured, models: meteredCost(opened.uses()).uses }, about, report, options, context);
  } finally {
    opened.close();
  }
}
