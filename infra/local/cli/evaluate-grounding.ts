import path from 'node:path';
import type { Command } from 'commander';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import { PIPELINE_VERSION } from '#shared/domain/identity.ts';
import { runOf } from '../evaluation/measurement.ts';
import { writeRun } from '../evaluation/run-file.ts';
import { evaluateGrounding, groundingLines } from '../grounding/evaluate-grounding.ts';
import { groundingDataset, groundingMeasurement } from '../grounding/grounding-run.ts';
import { readLabelledSets } from '../grounding/labelled-claims.ts';
import { addCommand, type CliContext } from './cli-context.ts';

/** Adds `grounding` to the kinds of `evaluate`. */
export function addGroundingEvaluation(evaluate: Command, context: CliContext): void {
  addCommand(evaluate, context, {
    name: 'grounding',
    summary: 'how many corrupted claims the checks catch, and how many true ones they drop',
    details: '\nThe folder holds .tsv files with the columns knowledge, response and begin_label, as those of BEGIN.',
  })
    .argument('<folder>', 'claims with their sources, labelled by people')
    .option('--out <file>', 'write the run to a file, for `compare` and `gate`')
    .action(async (folder: string, { out, json }: { readonly out?: string; readonly json?: true }) => {
      const [name, sets] = [path.basename(path.resolve(folder)), await readLabelledSets(folder)];
      const report = evaluateGrounding(name, sets);
      if (out !== undefined) {
        const system = { pipelineVersion: PIPELINE_VERSION };
        const about = { dataset: groundingDataset(name, sets), system, at: systemClock.now() };
        await writeRun(out, runOf(groundingMeasurement(sets, systemClock.now), about));
      }
      if (json) context.printJson(report);
      else for (const line of groundingLines(report)) context.print(line);
    });
}
