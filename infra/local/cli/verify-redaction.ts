import type { Command } from 'commander';
import { EVALUATION_TENANT } from '../evaluation/evaluation-corpus.ts';
import { keepsGoals, redactionLines, verifyRedaction } from '../redaction/verify-redaction.ts';
import { withStack } from '../stack.ts';
import { addCommand, type CliContext, EXIT_CODES } from './cli-context.ts';
import { positiveInteger } from './option-values.ts';

interface VerifyRedactionOptions {
  readonly each: number;
  readonly seed: number;
  readonly json?: true;
}

/** Adds `redaction` to what `verify` verifies. */
export function addVerifyRedaction(verify: Command, context: CliContext): void {
  addCommand(verify, context, {
    name: 'redaction',
    summary: 'cards, accounts, numbers and addresses that were made up, plain and disguised: all must be found',
    details:
      '\nNo model takes part: what has a form is found under every policy. Ends with 1 below recall .99 and precision .98\nof plain values, or recall .95 and precision .98 of disguised ones.',
  })
    .option('--each <n>', 'values of each kind in each form', positiveInteger, 200)
    .option('--seed <n>', 'other values', positiveInteger, 1)
    .action(async ({ each, seed, json }: VerifyRedactionOptions) => {
      const report = await withStack({ settings: context.settings }, ({ ports }) =>
        verifyRedaction({
          plan: (text) => ports.redactor.plan(EVALUATION_TENANT, 'identifiers', text),
          ...{ each, seed, now: ports.clock.now },
        }),
      );
      if (json) context.printJson(report);
      else for (const line of redactionLines(report)) context.print(line);
      if (!keepsGoals(report)) context.setExitCode(EXIT_CODES.failed);
    });
}
