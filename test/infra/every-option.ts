import { dev } from '#infra/environments/dev.ts';
import { EnvironmentSettings } from '#shared/contracts/environment-settings.ts';
import { calibrationOf } from '#shared/domain/retrieval-calibration.ts';

/** An environment with every option on, where those of the repository have none. */
export const EVERY_OPTION = EnvironmentSettings.parse({
  ...dev,
  models: {
    ...dev.models,
    documentClass: 'us.amazon.nova-lite-v1:0',
    guardrail: { id: 'gr1a2b3c4d5e', version: '3' },
    secondCheck: 'guardrail',
  },
  tokens: {
    issuer: 'https://issuer.example',
    audience: 'affidavit',
    jwksUri: 'https://issuer.example/.well-known/jwks.json',
  },
  domain: {
    name: 'api.affidavit.example',
    certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/0a1b2c3d-0000-0000-0000-000000000000',
  },
  policy: 'test/fixtures/policy/policy.json',
  calibration: {
    fingerprint: {
      modelId: dev.models.embedding,
      dimensions: dev.models.embeddingDimensions,
      probe: '0123456789abcdef',
    },
    fit: { ...calibrationOf(dev.models.embedding), isCalibrated: true },
  },
  comprehend: true,
  textract: true,
  logLevel: 'warn',
  budget: { monthlyDollars: 100 },
  network: { private: true, zones: 2, cidr: '10.64.0.0/16' },
  usage: {
    shared: { requestsPerSecond: 5, burst: 10 },
    plans: [{ name: 'large', tenants: ['acme', 'globex'], requestsPerSecond: 50, burst: 100, requestsPerDay: 10_000 }],
  },
} satisfies EnvironmentSettings);
