import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
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
    if ('heldBy' in lock) throw new PipelineFailure('AlreadyRunning', `an instance is at work (${lock.heldBy})`);
    for (const name of (await readdir(home)).filter(isOurs)) {
      await rm(path.join(home, name), { recursive: true, force: true });
    }
    lock.release();
    if ((await readdir(home)).length === 0) await rm(home, { recursive: true });
    if (options.json) context.printJson({ removed: home });
    else context.print(`Removed ${home}.`);
  });
}

/** What the stack writes into a state folder. Anything else there is somebody's, such as when the folder is a home. */
function isOurs(name: string): boolean {
  return /^(?:documents|artifacts|keys|cache|instance|(?:ledger|metrics|index|index-\w+|lock)\.sqlite(?:-\w+)?)$/.test(
    name,
  );
}
