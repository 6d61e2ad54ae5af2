import type { Command } from 'commander';
import { runCanary } from '../canary.ts';
import { withStack } from '../stack.ts';
import { addCommand, type CliContext, EXIT_CODES } from './cli-context.ts';

export function addCanaryCommand(program: Command, context: CliContext): void {
  addCommand(program, context, {
    name: 'canary',
    summary: 'send a made-up document and a question all the way through, from upload to checked answer to deletion',
    details: '\nIt has a tenant of its own and leaves nothing behind. Ends with 1 when a stage failed.',
  }).action(async ({ json }: { readonly json?: true }) => {
    const outcome = await withStack({ settings: context.settings, runsIngest: true }, runCanary);
    if (json) context.printJson(outcome);
    else {
      for (const stage of outcome.stages) context.print(stageLine(stage));
      context.print(`${outcome.found} of ${outcome.asked} facts found, ${outcome.leaks} leaks`);
    }
    if (!outcome.ok) context.setExitCode(EXIT_CODES.failed);
  });
}

type CanaryOutcome = Awaited<ReturnType<typeof runCanary>>;

function stageLine({ stage, ok, milliseconds, failure = '' }: CanaryOutcome['stages'][number]): string {
  return `${ok ? 'ok    ' : 'FAILED'}  ${stage.padEnd(10)} ${Math.round(milliseconds)} ms  ${failure}`.trimEnd();
}
