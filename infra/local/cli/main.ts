import { Command } from 'commander';
import { LocalSettings } from '#shared/contracts/local-settings.ts';
import { readConfig } from '#shared/runtime/config.ts';
import { addCommands } from './add-commands.ts';
import { processOutput, reportFailure } from './cli-context.ts';

const output = processOutput();
const program = new Command('affidavit')
  .description('Document intelligence with evidence that anyone can rerun.')
  .addHelpText(
    'after',
    '\nState is kept in .affidavit, or in the folder that AFFIDAVIT_HOME names. Exit codes: docs/cli.md.',
  )
  .enablePositionalOptions() // What comes after a command belongs to it.
  .exitOverride(); // So that a wrong command line ends in our exit code for it.

try {
  addCommands(program, { ...output, settings: settingsFor(program) });
  await program.parseAsync();
} catch (error) {
  reportFailure(error, output);
}

function settingsFor(command: Command): LocalSettings {
  try {
    return readConfig(LocalSettings);
  } catch (error) {
    const said = error instanceof Error ? error.message : '';
    return command.error(`error: ${said}. docs/configuration.md lists the settings.`);
  }
}
