import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { type Calibration, CalibrationSchema } from '#shared/contracts/calibration.ts';
import { casesToFit, fittedCalibration } from '../evaluation/fitted-calibration.ts';
import { readSquadFile } from '../evaluation/squad-file.ts';
import { calibrationFile } from '../local-calibration.ts';
import { addCommand, type CliContext } from './cli-context.ts';
import { withSquadStack } from './evaluate-squad.ts';
import { positiveInteger } from './option-values.ts';
import { progressBar } from './progress-bar.ts';

interface CalibrateOptions {
  readonly limit?: number;
  readonly out?: string;
  readonly json?: true;
}

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
  const cases = casesToFit(file, options.limit);
  const calibration = await withSquadStack(file, context, async ({ ports }) => {
    const bar = progressBar(cases.length, context);
    const fit = await fittedCalibration(file, cases, ports, bar.update);
    bar.end();
    return fit;
  });
  const place = options.out ?? calibrationFile(context.settings);
  await mkdir(path.dirname(path.resolve(place)), { recursive: true });
  await writeFile(place, `${JSON.stringify(CalibrationSchema.parse(calibration))}\n`);
  if (options.json) context.printJson({ ...calibration, cases: cases.length });
  else for (const line of calibrationLines(calibration)) context.print(line);
  context.note(`Written to ${place}`);
}

function calibrationLines({ fingerprint, fit, cases }: Calibration): string[] {
  const { isCalibrated: _, ...parts } = fit;
  return [
    `${fingerprint.modelId} (${fingerprint.dimensions} dimensions, ${fingerprint.probe}): ${cases.length} questions`,
    ...Object.entries(parts).map(([part, values]) => {
      const figures = Object.entries(values).map(([name, value]) => `${name} ${value.toFixed(2)}`);
      return `${part}: ${figures.join(', ')}`;
    }),
  ];
}
