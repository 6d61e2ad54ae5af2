import { EnvironmentSettings } from '#shared/contracts/environment-settings.ts';

/** For trying things: one small search node, nothing kept when the stacks go. */
export const dev = EnvironmentSettings.parse({
  name: 'dev',
  architecture: 'arm64',
  retainsData: false,
  maxDocumentBytes: 100 * 1024 * 1024,
  chunking: 'structure-200',
  search: { instanceType: 't3.small.search', instances: 1, zones: 1, volumeGiB: 20 },
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
  usage: { shared: { requestsPerSecond: 10, burst: 20 }, plans: [] },
  logRetentionDays: 14,
  throttle: { requestsPerSecond: 20, burst: 40, requestsPerAddress: 1_000 },
} satisfies EnvironmentSettings);
