import { EnvironmentSettings } from '#shared/contracts/environment-settings.ts';
import { EVERY_ENVIRONMENT } from './every-environment.ts';

/** For trying things: one small search node, nothing kept when the stacks go. */
export const dev = EnvironmentSettings.parse({
  ...EVERY_ENVIRONMENT,
  name: 'dev',
  retainsData: false,
  search: { instanceType: 't3.small.search', instances: 1, zones: 1, volumeGiB: 20 },
  slots: { total: 10, perTenant: 5 },
  reconcileMinutes: 15,
  // All tenants together, until plans name some of them. Whose tokens count: those of a user pool of this environment.
  usage: { shared: { requestsPerSecond: 10, burst: 20 }, plans: [] },
  logRetentionDays: 14,
  throttle: { requestsPerSecond: 20, burst: 40, requestsPerAddress: 1_000 },
} satisfies EnvironmentSettings);
