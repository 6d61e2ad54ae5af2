import { EnvironmentSettings } from '#shared/contracts/settings.ts';

/** For trying things: one small search node, nothing kept when the stacks go. */
export const dev = EnvironmentSettings.parse({
  name: 'dev',
  architecture: 'arm64',
  retainsData: false,
  maxDocumentBytes: 100 * 1024 * 1024,
  chunking: 'structure-200',
  search: { instanceType: 't3.small.search', instances: 1, zones: 1, volumeGiB: 20 },
  slots: { total: 10, perTenant: 5 },
  models: {
    embedding: 'amazon.titan-embed-text-v2:0',
    embeddingDimensions: 1_024,
    answer: 'us.amazon.nova-lite-v1:0',
    regions: ['us-east-1', 'us-east-2', 'us-west-2'],
  },
  // Yours: Cognito or any OIDC issuer, whose tokens name tenant, user and groups.
  tokens: {
    issuer: 'https://issuer.dev.affidavit.example',
    audience: 'affidavit-dev',
    jwksUri: 'https://issuer.dev.affidavit.example/.well-known/jwks.json',
  },
  logRetentionDays: 14,
  throttle: { requestsPerSecond: 20, burst: 40, requestsPerAddress: 1_000 },
} satisfies EnvironmentSettings);
