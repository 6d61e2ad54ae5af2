import type { Command } from 'commander';
import { withStack } from '../stack.ts';
import { addCallerOptions, type CallerOptions, callerOf } from './caller-options.ts';
import { addCommand, type CliContext } from './cli-context.ts';
import { timeSpan } from './option-values.ts';

export function addTokenCommand(program: Command, context: CliContext): void {
  const command = addCommand(program, context, {
    name: 'token',
    summary: 'sign a bearer token for the local API, with the key of this state folder',
  });
  addCallerOptions(command)
    .option('--expires <span>', 'how long it is valid, such as 30m or 8h', timeSpan, timeSpan('8h'))
    .action(async (options: CallerOptions & { readonly expires: number; readonly json?: true }) => {
      const token = await withStack({ settings: context.settings }, (stack) =>
        stack.issueToken(callerOf(options), options.expires),
      );
      if (options.json) context.printJson({ token, expiresInSeconds: options.expires });
      else context.print(token);
    });
}
