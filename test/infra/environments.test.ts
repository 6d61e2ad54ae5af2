import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Stack, Stage, Validations } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { afterAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
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
  it('are three, each of the same five stacks with names of its own', () => {
    const stacks = environments.flatMap((one) => one.stacks.map(({ name }) => name));
    const parts = ['operations', 'pipeline', 'query', 'search', 'storage'];

    expect(report.environments.map(({ name }) => name)).toEqual(ENVIRONMENT_NAMES);
    expect(stacks.sort()).toEqual(
      ENVIRONMENT_NAMES.flatMap((name) => parts.map((part) => `affidavit-${name}-${part}`)).sort(),
    );
  });

  it('break no security rule but where a construct says why, and a careless bucket is found', () => {
    const constructs = report.findings.flatMap((finding) => finding.constructs);

    expect(new Set(constructs)).toEqual(new Set(['Careless/Bucket/Resource']));
    expect(report.findings.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(['AwsSolutions-S10', 'NIST.800.53.R5-S3BucketSSLRequestsOnly']),
    );
  });

  it('acknowledge findings on constructs, never on a whole stack or stage', () => {
    const acknowledging = app.node
      .findAll()
      .filter(({ node }) => node.metadata.some(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY));

    expect(acknowledging.length).toBeGreaterThan(10);
    expect(acknowledging.filter((one) => Stack.isStack(one) || Stage.isStage(one))).toEqual([]);
  });

  it('acknowledge nothing without a reason', () => {
    const reasons = app.node
      .findAll()
      .flatMap(({ node }) => node.metadata)
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.values(data as Record<string, string>)); // As Validations writes it.

    expect(reasons.filter((reason) => reason.split(' ').length < 5)).toEqual([]);
  });

  it('have every function, as the report of a synthesis says', () => {
    for (const { functions } of report.environments) {
      expect(new Set(functions.map(({ name }) => name))).toEqual(new Set(FUNCTIONS));
    }
  });

  it('refuse a name that is not declared', () => {
    expect(() => affidavitApp({ outdir, context: { environment: 'live' } })).toThrow('dev, staging, prod');
  });

  it('ask neither an account nor a region when they are synthesized', () => {
    const stacks = assembly.nestedAssemblies.flatMap(({ nestedAssembly }) => nestedAssembly.stacks);
    const places = new Set(stacks.map(({ environment }) => `${environment.account} ${environment.region}`));

    expect(places).toEqual(new Set(['unknown-account unknown-region']));
    expect(assembly.nestedAssemblies.map(({ nestedAssembly }) => nestedAssembly.manifest.missing)).toEqual([
      ...[undefined, undefined, undefined],
    ]);
  });

  it('stand side by side: what has a name given has that of its environment in it', () => {
    const names = environments.map((one) => givenNames(one));
    const nameless = environments.flatMap(
      ({ name }, at) => names[at]?.filter((given) => !given.includes(`-${name}-`)) ?? [],
    );

    expect(names.map((given) => given.length > FUNCTIONS.length)).toEqual([true, true, true]);
    expect(nameless).toEqual([]);
    expect(new Set(names.flat()).size).toBe(names.flat().length);
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

    const kept = ['operations', 'search', 'storage'].map((part) => `affidavit-prod-${part}`);
    expect(protectedStacks.map(({ name }) => name).sort()).toEqual(kept);
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

  it('is encrypted under a key of its class, and every key rotates', () => {
    const keys = ofType(prod, 'AWS::KMS::Key');
    const users = [
      'AWS::S3::Bucket',
      'AWS::DynamoDB::Table',
      'AWS::SecretsManager::Secret',
      'AWS::OpenSearchService::Domain',
    ]
      .flatMap((type) => ofType(prod, type))
      .map(({ Properties }) =>
        keys.filter(({ id }) => JSON.stringify(Properties).includes(`"${id}"`)).map(({ id }) => id),
      );

    expect(users.map((used) => used.length)).toEqual([1, 1, 1, 1, 1]);
    expect(new Set(users.flat()).size).toBe(5);
    expect(keys.filter(({ Properties }) => Properties['EnableKeyRotation'] !== true)).toEqual([]);
  });

  it('is encrypted in the ledger by a key that only DynamoDB uses, for principals of the account', () => {
    const [policy] = ofType(prod, 'AWS::KMS::Key')
      .map(({ Properties }) => JSON.stringify(Properties['KeyPolicy']))
      .filter((text) => text.includes('"dynamodb.'));

    expect(policy).toContain('"kms:CallerAccount":{"Ref":"AWS::AccountId"}');
    expect(policy).toMatch(/"kms:ViaService":\{"Fn::Join":\["",\["dynamodb\."/);
  });

  it('is searched in one small node in development, and in production three zones with masters of their own', () => {
    const clusters = [dev, prod].map(
      (one) => ofType(one, 'AWS::OpenSearchService::Domain')[0]?.Properties['ClusterConfig'],
    );

    expect(clusters).toMatchObject([
      { InstanceCount: 1, ZoneAwarenessEnabled: false, DedicatedMasterEnabled: false },
      { InstanceCount: 3, ZoneAwarenessConfig: { AvailabilityZoneCount: 3 }, DedicatedMasterCount: 3 },
    ]);
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

/** What is told apart by the resource that it belongs to, so that its name needs no environment. */
const NAMED_WITHIN = [
  'AWS::IAM::Policy',
  'AWS::ApiGateway::Stage',
  'AWS::ApiGateway::Authorizer',
  'AWS::Cognito::UserPoolGroup',
];

/** Names, and what must be as unique, that the templates give to resources and metrics themselves, each ended by a hyphen. */
function givenNames({ resources }: Environment): string[] {
  return resources
    .filter(({ Type }) => !NAMED_WITHIN.includes(Type))
    .flatMap(({ Type, Properties }) => {
      const ownName = new RegExp(`^(${Type.split('::').at(-1)}|Role|StateMachine|UsagePlan)?Name$`);
      const unique = Object.entries(Properties).filter(
        ([key]) => ownName.test(key) || (Type.endsWith('ApiKey') && key === 'Value'),
      );
      const metric = z.looseObject({ MetricName: z.string().optional() }).safeParse(Properties['VisibilityConfig']);
      return [
        ...unique.map(([key, value]) => `${Type} ${key} ${JSON.stringify(value)}`),
        ...metricName(metric.data?.MetricName),
      ];
    })
    .map((name) => name.replace(/"?$/, '-'));
}

function metricName(name: string | undefined): string[] {
  return name === undefined ? [] : [`metric ${name}`];
}
