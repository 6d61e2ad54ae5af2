import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { embedderFingerprint } from '#shared/adapters/portable/embedder-fingerprint.ts';
import { type Calibration, CalibrationSchema } from '#shared/contracts/calibration.ts';
import { checkAnswerability } from '#shared/domain/answerability-check.ts';
import { type CalibrationCase, fitCalibration, OPERATING_POINT } from '#shared/domain/calibration-fit.ts';
import { calibrationCase } from '../evaluation/calibration-cases.ts';
import { type Half, readSquadFile, type SquadFile } from '../evaluation/squad-file.ts';
import { calibrationFile } from '../local-calibration.ts';
import type { Stack } from '../stack.ts';
import { addCommand, type CliContext } from './cli-context.ts';
import { withSquadStack } from './evaluate-squad.ts';
import { positiveInteger } from './option-values.ts';
import { progressBar } from './progress-bar.ts';

interface CalibrateOptions {
  readonly limit?: number;
  readonly out?: string;
  readonly json?: true;
}

/** The half of the articles that is fitted; the other is left to be reported on. */
const FITTED: Half = '1';

export function addCalibrateCommand(program: Command, context: CliContext): void {
  addCommand(program, context, {
    name: 'calibrate',
    summary: 'fit fusion, evidence gate and choice of sentences to the embedder, on questions with known answers',
    details: `
The set is in the format of SQuAD 2.0. One half of its articles is fitted; \`evaluate answers\` reports the other as
half=2. The fit and the numbers that it came from go into calibration.json of the state folder, or where --out says.`,
  })
    .argument('<gold>', 'the file of questions')
    .option('--limit <n>', 'fit the first n questions of that half only', positiveInteger)
    .option('--out <file>', 'write the calibration there')
    .action((gold: string, options: CalibrateOptions) => calibrate(gold, options, context));
}

async function calibrate(gold: string, options: CalibrateOptions, context: CliContext): Promise<void> {
  const file = await readSquadFile(gold);
  const calibration = await withSquadStack(file, context, (stack) => fitted(file, stack, options, context));
  const place = options.out ?? calibrationFile(context.settings);
  await mkdir(path.dirname(path.resolve(place)), { recursive: true });
  await writeFile(place, `${JSON.stringify(CalibrationSchema.parse(calibration))}\n`);
  const { cases, ...shown } = calibration;
  const check = checkAnswerability(calibration.cases);
  if (options.json) context.printJson({ ...shown, cases: cases.length, ...(check && { check }) });
  else for (const line of calibrationLines(calibration)) context.print(line);
  context.note(`Written to ${place}`);
}

async function fitted(
  file: SquadFile,
  { ports }: Stack,
  { limit }: CalibrateOptions,
  context: CliContext,
): Promise<Calibration> {
  const labelled = file.cases.filter(({ half }) => half === FITTED).slice(0, limit);
  const bar = progressBar(labelled.length, context);
  const cases: CalibrationCase[] = [];
  for (const each of labelled) {
    cases.push(await calibrationCase(each, ports));
    bar.update(cases.length);
  }
  bar.end();
  const { isCalibrated: _, ...fit } = fitCalibration(cases);
  return {
    schema: 'affidavit.calibration/1',
    fingerprint: await embedderFingerprint(ports.embedder),
    at: new Date(ports.clock.now()).toISOString(),
    dataset: { name: file.name, corpus: file.corpus, gold: file.gold },
    operatingPoint: OPERATING_POINT,
    fit: { isCalibrated: true, ...fit },
    cases: cases.map((each) => ({ ...each, gate: [...each.gate] })) as Calibration['cases'], // The same, but writable.
  };
}

function calibrationLines({ fingerprint, fit, cases }: Calibration): string[] {
  const { isCalibrated: _, ...parts } = fit;
  return [
    `${fingerprint.modelId} (${fingerprint.dimensions} dimensions, ${fingerprint.probe}): ${cases.length} questions`,
    ...Object.entries(parts).map(([part, values]) => {
      const figures = Object.entries(values).map(([name, value]) => `${name} ${value.toFixed(2)}`);
      return `${part}: ${figures.join(', ')}`;
    }),
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
