import type { EnvironmentSettings } from '#shared/contracts/environment-settings.ts';
import type { Finding } from '#shared/domain/finding.ts';
import type { AccountClients } from './account-clients.ts';
import { inspectAccount } from './inspect-account.ts';
import { inspectDomain } from './inspect-domain.ts';
import { inspectModels } from './inspect-models.ts';
import { inspectQueues } from './inspect-queues.ts';
import { inspectQuotas } from './inspect-quotas.ts';

/** Looks at an account as an environment needs it; changes nothing. Without credentials nothing else can be asked. */
export async function inspectEnvironment(settings: EnvironmentSettings, clients: AccountClients): Promise<Finding[]> {
  const account = await inspectAccount(settings, clients);
  if (account.some(({ check, ok }) => check === 'credentials' && !ok)) return account;
  const parts = await Promise.all([
    inspectModels(settings, clients),
    inspectQuotas(settings, clients),
    inspectDomain(settings, clients),
    inspectQueues(settings, clients),
  ]);
  return [...account, ...parts.flat()];
}
