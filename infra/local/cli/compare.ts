import type { Command } from 'commander';
import { compareRuns, comparisonLines } from '../evaluation/compare-runs.ts';
import { readRun } from '../evaluation/run-file.ts';
import { addCommand, type CliContext } from './cli-context.ts';

export function addCompareCommand(program: Command, context: CliContext): void {
  addCommand(program, context, {
    name: 'compare',
    summary: 'two runs of `evaluate --out`, case by case: means, difference with its interval, p-value',
    details: '\nRuns over other documents or other labels, or of other cases, are refused.',
  })
    .argument('<baseline>', 'a run')
    .argument('<candidate>', 'another')
    .action(async (before: string, after: string, options: { readonly json?: true }) => {
      const [baseline, candidate] = await Promise.all([readRun(before), readRun(after)]);
      const figures = compareRuns(baseline, candidate);
      if (options.json) context.printJson({ kind: baseline.kind, dataset: baseline.dataset, figures });
      else for (const line of comparisonLines(figures)) context.print(line);
    });
}
