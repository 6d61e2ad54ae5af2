import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Stack, Stage, Validations } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { afterAll, describe, expect, it } from 'vitest';
import { affidavitApp } from '#infra/aws/affidavit-app.ts';
import { synthesisReport } from '#infra/aws/synthesis-report.ts';
import { ENVIRONMENT_NAMES, type EnvironmentName } from '#infra/environments/by-name.ts';
import { type FunctionName, INGEST_STEPS, SERVICE_FUNCTIONS } from '#shared/contracts/steps.ts';
import { type Environment, environmentsIn, ofType } from './templates.ts';

const outdir = mkdtempSync(path.join(tmpdir(), 'affidavit-environments-'));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

// What is under test is the templates, so no function is bundled. One careless stack shows that the rules are on.
const context = { 'aws:cdk:bundling-stacks': [], '@aws-cdk/core:failSynthOnValidationErrors': false };
// CloudFormation's schemas are `npm run synth`'s to check: they take longer than all of the rest.
const app = affidavitApp({ outdir, context, builtinCloudFormationValidation: false });
new Bucket(new Stack(app, 'Careless'), 'Bucket');
const assembly = app.synth();

const report = synthesisReport(assembly);
const environments = environmentsIn(assembly);
const [dev, prod] = [environmentNamed('dev'), environmentNamed('prod')];
const FUNCTIONS: readonly FunctionName[] = [...INGEST_STEPS, ...SERVICE_FUNCTIONS];

describe('environments', () => {
  it('are three, each of the same four stacks with names of its own', () => {
    const stacks = environments.flatMap((one) => one.stacks.map(({ name }) => name));
    const parts = ['pipeline', 'query', 'search', 'storage'];

    expect(report.environments.map(({ name }) => name)).toEqual(ENVIRONMENT_NAMES);
    expect(stacks.sort()).toEqual(
      ENVIRONMENT_NAMES.flatMap((name) => parts.map((part) => `affidavit-${name}-${part}`)).sort(),
    );
  });

  it('break no security rule but where a construct says why, and a careless bucket is found', () => {
    const constructs = report.findings.flatMap((finding) => finding.constructs);

    expect(new Set(constructs)).toEqual(new Set(['Careless/Bucket/Resource']));
    expect(report.findings.map(({ rule }) => rule)).toContain('AwsSolutions-S10');
  });

  it('acknowledge findings on constructs, never on a whole stack or stage', () => {
    const acknowledging = app.node
      .findAll()
      .filter(({ node }) => node.metadata.some(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY));

    expect(acknowledging.length).toBeGreaterThan(10);
    expect(acknowledging.filter((one) => Stack.isStack(one) || Stage.isStage(one))).toEqual([]);
  });

  it('have every function, as the report of a synthesis says', () => {
    for (const { functions } of report.environments) {
      expect(new Set(functions.map(({ name }) => name))).toEqual(new Set(FUNCTIONS));
    }
  });

  it('refuse a name that is not declared', () => {
    expect(() => affidavitApp({ outdir, context: { environment: 'live' } })).toThrow('dev, staging, prod');
  });

  it('stand side by side: no role has a name in two of them', () => {
    const names = environments.flatMap((one) =>
      ofType(one, 'AWS::IAM::Role').map(({ Properties }) => JSON.stringify(Properties['RoleName'])),
    );
    const given = names.filter((name) => name !== undefined);

    expect(given).toHaveLength(FUNCTIONS.length * environments.length);
    expect(new Set(given).size).toBe(given.length);
  });
});

describe('what holds data', () => {
  const HOLDERS = [
    'AWS::S3::Bucket',
    'AWS::DynamoDB::Table',
    'AWS::KMS::Key',
    'AWS::SecretsManager::Secret',
    'AWS::OpenSearchService::Domain',
  ];

  it.each(HOLDERS)('stays in production when its stack goes, and goes in development: %s', (type) => {
    const policies = (one: Environment) => new Set(ofType(one, type).map(({ DeletionPolicy }) => DeletionPolicy));

    expect(policies(prod)).toEqual(new Set(['Retain']));
    expect(policies(dev)).toEqual(new Set(['Delete']));
  });

  it('is in stacks that production does not delete by mistake', () => {
    const protectedStacks = prod.stacks.filter(({ terminationProtection }) => terminationProtection);

    expect(protectedStacks.map(({ name }) => name).sort()).toEqual(['affidavit-prod-search', 'affidavit-prod-storage']);
    expect(ofType(prod, 'AWS::DynamoDB::Table')[0]?.Properties).toMatchObject({ DeletionProtectionEnabled: true });
  });

  it('is encrypted, closed to the public and reached by TLS alone', () => {
    for (const { Properties } of ofType(prod, 'AWS::S3::Bucket')) {
      expect(Properties['PublicAccessBlockConfiguration']).toMatchObject({ RestrictPublicBuckets: true });
      expect(JSON.stringify(Properties['BucketEncryption'])).toContain('aws:kms');
    }
    const policies = ofType(prod, 'AWS::S3::BucketPolicy').map(({ Properties }) => JSON.stringify(Properties));
    expect(policies).toHaveLength(2);
    expect(policies.every((policy) => policy.includes('{"aws:SecureTransport":"false"}'))).toBe(true);
  });

  it('sends an event for every change of a document, without a custom resource that may change any bucket', () => {
    const [documents] = ofType(prod, 'AWS::S3::Bucket').filter(
      ({ Properties }) => 'VersioningConfiguration' in Properties,
    );

    expect(documents?.Properties).toMatchObject({
      VersioningConfiguration: { Status: 'Enabled' },
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
    });
    expect(prod.resources.filter(({ Type }) => Type === 'Custom::S3BucketNotifications')).toEqual([]);
  });

  it('keeps no version of an artifact, raw text a day at most and work seven', () => {
    const [artifacts, ...others] = ofType(prod, 'AWS::S3::Bucket').filter(
      ({ Properties }) => !('VersioningConfiguration' in Properties),
    );

    expect(others).toEqual([]);
    expect(artifacts?.Properties['LifecycleConfiguration']).toMatchObject({
      Rules: expect.arrayContaining([
        { Prefix: 'raw/', ExpirationInDays: 1, Status: 'Enabled' },
        { Prefix: 'work/', ExpirationInDays: 7, Status: 'Enabled' },
      ]),
    });
  });

  it('can be restored: the ledger to any second of 35 days', () => {
    expect(ofType(prod, 'AWS::DynamoDB::Table')[0]?.Properties).toMatchObject({
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 35 },
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    });
  });
});

function environmentNamed(name: EnvironmentName): Environment {
  const found = environments.find((one) => one.name === name);
  if (found === undefined) throw new Error(`${name} was not synthesized`);
  return found;
}
