import { EnvironmentSettings } from '#shared/contracts/settings.ts';

/** Three zones, and nothing that holds data goes with its stack. */
export const prod = EnvironmentSettings.parse({
  name: 'prod',
  architecture: 'arm64',
  retainsData: true,
  maxDocumentBytes: 100 * 1024 * 1024,
  chunking: 'structure-200',
  search: { instanceType: 'r7g.large.search', instances: 3, zones: 3, volumeGiB: 100 },
  slots: { total: 40, perTenant: 10 },
  models: {
    embedding: 'amazon.titan-embed-text-v2:0',
    embeddingDimensions: 1_024,
    answer: 'us.amazon.nova-lite-v1:0',
    regions: ['us-east-1', 'us-east-2', 'us-west-2'],
  },
  // Yours: Cognito or any OIDC issuer, whose tokens name tenant, user and groups.
  tokens: {
    issuer: 'https://issuer.affidavit.example',
    audience: 'affidavit',
    jwksUri: 'https://issuer.affidavit.example/.well-known/jwks.json',
  },
  logRetentionDays: 90,
  throttle: { requestsPerSecond: 200, burst: 400, requestsPerAddress: 2_000 },
} satisfies EnvironmentSettings);
