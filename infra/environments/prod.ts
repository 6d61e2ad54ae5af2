import { EnvironmentSettings } from '#shared/contracts/environment-settings.ts';

/** Three zones with masters of their own, and nothing that holds data goes with its stack. */
export const prod = EnvironmentSettings.parse({
  name: 'prod',
  architecture: 'arm64',
  retainsData: true,
  maxDocumentBytes: 100 * 1024 * 1024,
  chunking: 'structure-200',
  search: {
    instanceType: 'r7g.large.search',
    instances: 3,
    zones: 3,
    volumeGiB: 100,
    masterInstanceType: 'm7g.large.search',
  },
  slots: { total: 40, perTenant: 10 },
  reconcileMinutes: 60,
  models: {
    embedding: 'amazon.titan-embed-text-v2:0',
    embeddingDimensions: 1_024,
    answer: 'us.amazon.nova-lite-v1:0',
    secondAnswer: 'us.anthropic.claude-haiku-4-5-20251001-v1:0',
    regions: ['us-east-1', 'us-east-2', 'us-west-2'],
  },
  // All tenants together, until plans name some of them. Whose tokens count: those of a user pool of this environment.
  usage: { shared: { requestsPerSecond: 100, burst: 200 }, plans: [] },
  budget: { monthlyDollars: 1_500 }, // Nearly twice what `affidavit cost` says of its defaults.
  logRetentionDays: 90,
  throttle: { requestsPerSecond: 200, burst: 400, requestsPerAddress: 2_000 },
} satisfies EnvironmentSettings);
