import type { Command } from 'commander';
import type { ReconcileCounts } from '#shared/contracts/reconcile.ts';
import { reconcileAll } from '#shared/runtime/reconcile/reconcile-all.ts';
import { withStack } from '../stack.ts';
import { addCommand, type CliContext } from './cli-context.ts';

export function addReconcileCommand(program: Command, context: CliContext): void {
  addCommand(program, context, {
    name: 'reconcile',
    summary: 'find what no event told of, take it in, and remove what stands for nothing',
  })
    .option('--fresh', 'begin anew in place of where a pass was cut short')
    .action(async (options: { readonly fresh?: true; readonly json?: true }) => {
      // The pass that ingest begins with would find everything first, and this one nothing.
      const opened = { settings: context.settings, runsIngest: true, skipsReconcile: true };
      const counts = await withStack(opened, async (stack) => {
        const found = await reconcileAll(
          stack.ports,
          { isResumable: !options.fresh, onPage: ({ seen }) => noteSeen(seen, context) },
          new AbortController().signal,
        );
        await stack.settled();
        return found;
      });
      if (options.json) context.printJson(counts);
      else for (const line of countLines(counts)) context.print(line);
    });
}

function noteSeen(seen: number, { isTerminal, note }: CliContext): void {
  if (isTerminal) note(`${seen} objects compared`);
}

function countLines(counts: ReconcileCounts): string[] {
  const { seen, missing, stale, dead, unstarted, running, skipped, gone, orphanChunks, orphanArtifacts } = counts;
  return [
    `${seen} objects compared: ${missing} without a row, ${stale} changed, ${running} running, ${skipped} outside the layout.`,
    `${dead} runs were dead, ${unstarted} never started; ${gone} documents had lost their object.`,
    `Removed as orphans: chunks of ${orphanChunks} attempts, ${orphanArtifacts} folders of artifacts.`,
  ];
}
