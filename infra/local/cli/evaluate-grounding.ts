import path from 'node:path';
import type { Command } from 'commander';
import { evaluateGrounding, groundingLines } from '../grounding/evaluate-grounding.ts';
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
    .action(async (folder: string, { json }: { readonly json?: true }) => {
      const report = evaluateGrounding(path.basename(path.resolve(folder)), await readLabelledSets(folder));
      if (json) context.printJson(report);
      else for (const line of groundingLines(report)) context.print(line);
    });
}
