import type { Clock } from '#shared/ports/clock.ts';
import type { AccountPorts } from '../costs/tenant-costs.ts';
import { withStack } from '../stack.ts';
import type { CliContext } from './cli-context.ts';

/** The books of this state folder, or of an environment, and the clock by which they are kept. */
type Accounts = AccountPorts & { readonly clock: Clock };

/**
 * Does work on the books of this state folder, or of a deployed environment with the credentials of the shell. The clients
 * of AWS are loaded for those who ask for one.
 */
export async function withAccounts<T>(
  environment: string | undefined,
  { settings }: CliContext,
  work: (accounts: Accounts) => Promise<T>,
): Promise<T> {
  if (environment === undefined) return withStack({ settings }, ({ ports }) => work(ports));
  const { withEnvironmentAccounts } = await import('#infra/aws/accounts/with-environment-accounts.ts');
  return withEnvironmentAccounts(environment, work);
}
