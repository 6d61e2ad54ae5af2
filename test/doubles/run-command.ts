import { Command } from 'commander';
import { type CliContext, reportFailure } from '#infra/local/cli/cli-context.ts';
import { LocalSettings } from '#shared/contracts/local-settings.ts';

/** Runs one command as the process does, over a state folder, and returns all that it said. */
export async function runCommand(
  add: (program: Command, context: CliContext) => void,
  args: readonly string[],
  home = '/nowhere',
  settings: Readonly<Record<string, string>> = {},
) {
  const [printed, documents, notes]: [string[], unknown[], string[]] = [[], [], []];
  let code = -1;
  const context: CliContext = {
    settings: LocalSettings.parse({ AFFIDAVIT_HOME: home, AFFIDAVIT_EMBEDDERS: 1, ...settings }),
    isTerminal: false,
    print: (line) => printed.push(line),
    printJson: (value) => documents.push(value),
    note: (line) => notes.push(line),
    setExitCode: (given) => {
      code = given;
    },
  };
  const program = new Command()
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  add(program, context);
  await program.parseAsync(args, { from: 'user' }).catch((error: unknown) => reportFailure(error, context));
  return { code, printed, documents, notes };
}
