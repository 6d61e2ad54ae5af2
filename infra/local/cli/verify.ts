import type { Command } from 'commander';
import type { CliContext } from './cli-context.ts';
import { addInjection } from './injection.ts';
import { addPolicySuite } from './policy-suite.ts';
import { addVerifyRedaction } from './verify-redaction.ts';

export function addVerifyCommand(program: Command, context: CliContext): void {
  const verify = program.command('verify').description('try to break a promise, and fail when it breaks');
  for (const add of [addInjection, addPolicySuite, addVerifyRedaction]) add(verify, context);
}
