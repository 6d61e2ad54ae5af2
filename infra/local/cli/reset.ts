import { rm } from 'node:fs/promises';
import type { Command } from 'commander';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { takeInstanceLock } from '../instance-lock.ts';
import { addCommand, type CliContext } from './cli-context.ts';

export function addResetCommand(program: Command, context: CliContext): void {
  addCommand(program, context, {
    name: 'reset',
    summary: 'remove the state folder: documents taken in, index, ledger and keys',
    details: '\nFiles that were taken in from elsewhere stay where they are.',
  }).action(async (options: { readonly json?: true }) => {
    const home = context.settings.AFFIDAVIT_HOME;
    const lock = takeInstanceLock(home);
    if ('heldBy' in lock)
      throw new PipelineFailure('InputInvalid', `an instance is at work (${lock.heldBy}): stop it first`);
    lock.release();
    await rm(home, { recursive: true, force: true });
    if (options.json) context.printJson({ removed: home });
    else context.print(`Removed ${home}.`);
  });
}
