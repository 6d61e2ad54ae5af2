import { EnvironmentSettings } from '#shared/contracts/environment-settings.ts';
import { EVERY_ENVIRONMENT } from './every-environment.ts';

/** As production in shape, smaller in size, so that a release meets two zones before production does. */
export const staging = EnvironmentSettings.parse({
  ...EVERY_ENVIRONMENT,
  name: 'staging',
  retainsData: false,
  search: { instanceType: 'm7g.large.search', instances: 2, zones: 2, volumeGiB: 50 },
  slots: { total: 10, perTenant: 5 },
  reconcileMinutes: 15,
  // All tenants together, until plans name some of them. Whose tokens count: those of a user pool of this environment.
  usage: { shared: { requestsPerSecond: 25, burst: 50 }, plans: [] },
  logRetentionDays: 30,
  throttle: { requestsPerSecond: 50, burst: 100, requestsPerAddress: 1_000 },
} satisfies EnvironmentSettings);
