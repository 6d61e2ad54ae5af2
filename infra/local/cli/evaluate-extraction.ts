import type { Command } from 'commander';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import { PIPELINE_VERSION } from '#shared/domain/identity.ts';
import { evaluateExtraction } from '../evaluation/evaluate-extraction.ts';
import { readExpectedFiles } from '../evaluation/expected-files.ts';
import { localExtraction } from '../local-extraction.ts';
import type { CliContext } from './cli-context.ts';
import { addEvaluation, askingOptions, type OutputOptions, putOut } from './evaluation-output.ts';

export function addExtractionEvaluation(parent: Command, context: CliContext): void {
  addEvaluation(parent, context, {
    kind: 'extraction',
    summary: 'files against the text expected of them: words, reading order, cells of tables',
    details: `
Each file below the folder that has its text as Markdown beside it is read: <file>.md or <name>.md, in the same folder or
in one called expected, expected_outputs or groundtruth.`,
  })
    .argument('<folder>', 'files with their text beside them')
    .action(async (folder: string, options: OutputOptions) => {
      const { files, name, corpusHash: corpus, goldHash: gold } = await readExpectedFiles(folder);
      const extraction = localExtraction();
      try {
        const asking = askingOptions(files.length, options, systemClock.now, context);
        const measurement = await evaluateExtraction(files, extraction, asking);
        const about = { dataset: { name, corpus, gold }, system: { pipelineVersion: PIPELINE_VERSION } };
        await putOut(measurement, { ...about, at: systemClock.now() }, options, context);
      } finally {
        await extraction.close();
      }
    });
}
