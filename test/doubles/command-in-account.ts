import type { Command } from 'commander';
import { withEnvironmentAccounts } from '#infra/aws/accounts/with-environment-accounts.ts';
import type { CliContext } from '#infra/local/cli/cli-context.ts';
import type { withAccounts } from '#infra/local/cli/with-accounts.ts';
import { deployedAccount } from './deployed-account.ts';
import type { Call } from './fake-dynamo-db.ts';
import { runCommand } from './run-command.ts';

type AddCommand = (program: Command, context: CliContext, withBooks: typeof withAccounts) => void;

/** A command of a machine whose shell has the credentials of an account in which `prod` is deployed. */
export function commandInAccount(add: AddCommand, before?: (call: Call) => string | undefined) {
  const account = deployedAccount(before);
  const withBooks: typeof withAccounts = (environment = 'none', _context, work) =>
    withEnvironmentAccounts(environment, work, account.clients);
  const run = (...words: readonly string[]) =>
    runCommand((program, context) => add(program, context, withBooks), words);
  return { ...account, run };
}
