import { EnvironmentSettings } from '#shared/contracts/environment-settings.ts';
import { EVERY_ENVIRONMENT } from './every-environment.ts';

/** Three zones with masters of their own, and nothing that holds data goes with its stack. */
export const prod = EnvironmentSettings.parse({
  ...EVERY_ENVIRONMENT,
  name: 'prod',
  retainsData: true,
  search: {
    instanceType: 'r7g.large.search',
    instances: 3,
    zones: 3,
    volumeGiB: 100,
    masterInstanceType: 'm7g.large.search',
  },
  slots: { total: 40, perTenant: 10 },
  reconcileMinutes: 60,
  // All tenants together, until plans name some of them. Whose tokens count: those of a user pool of this environment.
  usage: { shared: { requestsPerSecond: 100, burst: 200 }, plans: [] },
  budget: { monthlyDollars: 1_500 }, // Nearly twice what `affidavit cost` says of its defaults.
  logRetentionDays: 90,
  throttle: { requestsPerSecond: 200, burst: 400, requestsPerAddress: 2_000 },
} satisfies EnvironmentSettings);
