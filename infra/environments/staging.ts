import { EnvironmentSettings } from '#shared/contracts/environment-settings.ts';

/** As production in shape, smaller in size, so that a release meets two zones before production does. */
export const staging = EnvironmentSettings.parse({
  name: 'staging',
  architecture: 'arm64',
  retainsData: false,
  maxDocumentBytes: 100 * 1024 * 1024,
  chunking: 'structure-200',
  search: { instanceType: 'm7g.large.search', instances: 2, zones: 2, volumeGiB: 50 },
  slots: { total: 10, perTenant: 5 },
  reconcileMinutes: 15,
  models: {
    embedding: 'amazon.titan-embed-text-v2:0',
    embeddingDimensions: 1_024,
    answer: 'us.amazon.nova-lite-v1:0',
    secondAnswer: 'us.anthropic.claude-haiku-4-5-20251001-v1:0',
    regions: ['us-east-1', 'us-east-2', 'us-west-2'],
  },
  // All tenants together, until plans name some of them. Whose tokens count: those of a user pool of this environment.
  usage: { shared: { requestsPerSecond: 25, burst: 50 }, plans: [] },
  logRetentionDays: 30,
  throttle: { requestsPerSecond: 50, burst: 100, requestsPerAddress: 1_000 },
} satisfies EnvironmentSettings);
