import path from 'node:path';
import type { Command } from 'commander';
import { embeddingCheck } from '#shared/adapters/portable/embedding-check.ts';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import { PIPELINE_VERSION } from '#shared/domain/identity.ts';
import { runOf } from '../evaluation/measurement.ts';
import { writeRun } from '../evaluation/run-file.ts';
import { evaluateGrounding, groundingLines } from '../grounding/evaluate-grounding.ts';
import { groundingDataset, groundingMeasurement } from '../grounding/grounding-run.ts';
import { type LabelledSet, readLabelledSets } from '../grounding/labelled-claims.ts';
import { drawnClaims, supportAreas } from '../grounding/support-areas.ts';
import { openModels } from '../local-models.ts';
import { addCommand, type CliContext } from './cli-context.ts';
import { positiveInteger } from './option-values.ts';
import { outputFile } from './output-file.ts';
import { progressBar } from './progress-bar.ts';

interface GroundingOptions {
  readonly out?: string;
  readonly json?: true;
  readonly secondCheck?: true;
  readonly secondCheckLimit?: number;
}

/** Adds `grounding` to the kinds of `evaluate`. */
export function addGroundingEvaluation(evaluate: Command, context: CliContext): void {
  addCommand(evaluate, context, {
    name: 'grounding',
    summary: 'how many corrupted claims the checks catch, and how many true ones they drop',
    details: '\nThe folder holds .tsv files with the columns knowledge, response and begin_label, as those of BEGIN.',
  })
    .argument('<folder>', 'claims with their sources, labelled by people')
    .option('--second-check', 'also how well the embedder, asked for a second opinion, agrees with the labels')
    .option('--second-check-limit <n>', 'of so many claims of each set, drawn at random (all)', positiveInteger)
    .option('--out <file>', 'write the run to a file, for `compare` and `gate`', outputFile)
    .action(
      async (
        folder: string,
        { out, json, secondCheck, secondCheckLimit = Number.POSITIVE_INFINITY }: GroundingOptions,
      ) => {
        const [name, sets] = [path.basename(path.resolve(folder)), await readLabelledSets(folder)];
        const checked = evaluateGrounding(name, sets);
        if (out !== undefined) {
          const system = { pipelineVersion: PIPELINE_VERSION };
          const about = { dataset: groundingDataset(name, sets), system, at: systemClock.now() };
          await writeRun(out, runOf(groundingMeasurement(sets, systemClock.now), about));
        }
        const areas = secondCheck ? await areasByEmbedder(drawnClaims(sets, secondCheckLimit), context) : {};
        const report = { ...checked, metrics: { ...checked.metrics, ...areas } };
        if (json) context.printJson(report);
        else for (const line of groundingLines(report)) context.print(line);
      },
    );
}

async function areasByEmbedder(sets: readonly LabelledSet[], context: CliContext) {
  const models = await openModels(context.settings, { finders: [] });
  try {
    const bar = progressBar(
      sets.reduce((sum, { claims }) => sum + claims.length, 0),
      context,
    );
    const areas = await supportAreas(sets, embeddingCheck(models.embedder), bar.update);
    bar.end();
    return areas;
  } finally {
    await models.close();
  }
}
