import { mkdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { type Calibration, CalibrationSchema } from '#shared/contracts/calibration.ts';
import { checkAnswerability } from '#shared/domain/answerability-check.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import type { FusionTrial } from '#shared/domain/fusion-fit.ts';
import { casesToFit, fittedCalibration } from '../evaluation/fitted-calibration.ts';
import { readSquadFile } from '../evaluation/squad-file.ts';
import { calibrationFile } from '../local-calibration.ts';
import { calibrateFusion } from './calibrate-fusion.ts';
import { addCommand, type CliContext } from './cli-context.ts';
import { withSquadStack } from './evaluate-squad.ts';
import { positiveInteger } from './option-values.ts';
import { progressBar } from './progress-bar.ts';

interface CalibrateOptions {
  readonly limit?: number;
  readonly split?: string;
  readonly out?: string;
  readonly json?: true;
}

export function addCalibrateCommand(program: Command, context: CliContext): void {
  addCommand(program, context, {
    name: 'calibrate',
    summary: 'fit fusion, evidence gate and choice of sentences to the embedder, on questions with known answers',
    details: `
A file is in the format of SQuAD 2.0. One half of its articles is fitted; \`evaluate answers\` reports the other as
half=2. A folder is in the layout of BEIR: fusion alone is fitted to its judged queries. Fusion by ranks, and weights
of a way of asking's own, are taken where they pay on questions that they were not fitted to; each try is printed. The
fit and the numbers that it came from go into calibration.json of the state folder, or where --out says.`,
  })
    .argument('<gold>', 'the file of questions, or the folder')
    .option('--limit <n>', 'fit the first n questions only', positiveInteger)
    .option('--split <split>', 'of a folder: which queries and judgements (default: train)')
    .option('--out <file>', 'write the calibration there')
    .action((gold: string, options: CalibrateOptions) => calibrate(gold, options, context));
}

async function calibrate(gold: string, options: CalibrateOptions, context: CliContext): Promise<void> {
  const isFolder = (await stat(gold)).isDirectory();
  if (!isFolder && options.split !== undefined) throw new PipelineFailure('InputInvalid', 'a file has no --split');
  const calibration = await (isFolder ? calibrateFusion : calibrateAll)(gold, options, context);
  const place = options.out ?? calibrationFile(context.settings);
  await mkdir(path.dirname(path.resolve(place)), { recursive: true });
  await writeFile(place, `${JSON.stringify(CalibrationSchema.parse(calibration))}\n`);
  const { cases, fusion, ...shown } = calibration;
  const counted = { cases: cases.length, ...(fusion && { fusion: { ...fusion, cases: fusion.cases.length } }) };
  const check = checkAnswerability(cases);
  if (options.json) context.printJson({ ...shown, ...counted, ...(check && { check }) });
  else for (const line of calibrationLines(calibration)) context.print(line);
  context.note(`Written to ${place}`);
}

async function calibrateAll(gold: string, { limit }: CalibrateOptions, context: CliContext): Promise<Calibration> {
  const file = await readSquadFile(gold);
  const cases = casesToFit(file, limit);
  return withSquadStack(file, context, async ({ ports }) => {
    const bar = progressBar(cases.length, context);
    const fit = await fittedCalibration(file, cases, ports, bar.update);
    bar.end();
    return fit;
  });
}

function calibrationLines({ fingerprint, fit, cases, trials = [], fusion }: Calibration): string[] {
  const { isCalibrated: _, fusion: weights, ...parts } = fit;
  const { classes = {}, method = 'scores', ...common } = weights;
  return [
    `${fingerprint.modelId} (${fingerprint.dimensions} dimensions, ${fingerprint.probe}): ${cases.length || fusion?.cases.length} questions`,
    `fusion: by ${method}, ${figuresOf(common)}`,
    ...Object.entries(classes).map(([queryClass, own]) => `fusion of ${queryClass}: ${figuresOf(own)}`),
    ...(fusion?.trials ?? trials).map(trialLine),
    ...Object.entries(parts).map(([part, values]) => `${part}: ${figuresOf(values)}`),
    ...checkLines(cases),
  ];
}

function checkLines(cases: Calibration['cases']): string[] {
  const check = checkAnswerability(cases);
  if (check === undefined) return [];
  const groups = check.groups.map(({ group, auroc }) => `${group}: ${auroc.toFixed(3)}`);
  return [
    `answerability.auroc, each article by a fit of the others: ${check.auroc.toFixed(3)} (within article ${groups.join(', ')})`,
  ];
}

function figuresOf(values: Readonly<Record<string, number | undefined>>): string {
  return Object.entries(values)
    .flatMap(([name, value]) => (value === undefined ? [] : `${name} ${value.toFixed(2)}`))
    .join(', ');
}

function trialLine({ name, mean, reference, cases, p, isKept }: FusionTrial): string {
  const figures = `mean reciprocal rank ${mean.toFixed(3)} against ${reference.toFixed(3)}, p = ${p.toPrecision(2)}`;
  return `  tried ${name} on ${cases} questions that it was not fitted to: ${figures}: ${isKept ? 'taken' : 'left'}`;
}
