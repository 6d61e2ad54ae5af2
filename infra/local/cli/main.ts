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
endProcess();

/** Once all is printed. Timers of processes that died in a simulation, as long as a step may take, are not waited for. */
function endProcess(): void {
  process.stdout.write('', () => process.stderr.write('', () => process.exit()));
}

function settingsFor(command: Command): LocalSettings {
  try {
    return readConfig(LocalSettings);
  } catch (error) {
    const said = error instanceof Error ? error.message : '';
    const names = [...said.matchAll(/AFFIDAVIT_\w+/g)].map(([name]) => name).join(' ');
    return command.error(
      `error: ${said}. Run \`unset ${names}\` for the default, or see docs/configuration.md for what may be set.`,
    );
  }
}
