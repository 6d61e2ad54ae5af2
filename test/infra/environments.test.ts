import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Stack, Stage, Validations } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { afterAll, describe, expect, it } from 'vitest';
import { affidavitApp } from '#infra/aws/affidavit-app.ts';
import { synthesisReport } from '#infra/aws/synthesis-report.ts';
import { ENVIRONMENT_NAMES, type EnvironmentName } from '#infra/environments/by-name.ts';
import { ROUTES } from '#shared/contracts/api.ts';
import { FunctionSettings } from '#shared/contracts/settings.ts';
import { type FunctionName, INGEST_STEPS, SERVICE_FUNCTIONS } from '#shared/contracts/steps.ts';
import { type Environment, environmentsIn, lambdaOf, methodsOf, ofType, permissionsOf } from './templates.ts';

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

    expect(environments.map(({ name }) => name).sort()).toEqual([...ENVIRONMENT_NAMES].sort());
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

    expect(protectedStacks.map(({ name }) => name)).toEqual(['affidavit-prod-search', 'affidavit-prod-storage']);
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

describe('functions', () => {
  it.each(FUNCTIONS)('%s is one Lambda on Node 24 with a role of its own', (name) => {
    const roles = FUNCTIONS.map((one) => JSON.stringify(lambdaOf(prod, one).Properties['Role']));
    const { Properties } = lambdaOf(prod, name);

    expect(Properties).toMatchObject({ Runtime: 'nodejs24.x', TracingConfig: { Mode: 'Active' } });
    expect(roles.filter((role) => role === JSON.stringify(Properties['Role']))).toHaveLength(1);
  });

  it.each(FUNCTIONS)('%s is given the settings that its index.ts reads, and no other', (name) => {
    const source = readFileSync(`functions/${name}/index.ts`, 'utf8');
    const read = Object.keys(FunctionSettings.shape).filter((setting) => source.includes(`${setting}: true`));
    const { Variables } = lambdaOf(prod, name).Properties['Environment'] as { Variables: object };

    expect(Object.keys(Variables).sort()).toEqual([...read, 'NODE_OPTIONS'].sort());
  });

  it('may call nothing by a pattern of actions', () => {
    const patterns = FUNCTIONS.flatMap((name) => permissionsOf(prod, name)).filter((one) => /^[^ ]*\*/.test(one));

    expect(patterns).toEqual([]);
  });

  const allowed = (action: string, resource = '') =>
    FUNCTIONS.filter((name) =>
      permissionsOf(prod, name).some((one) => one.startsWith(`${action} on`) && one.includes(resource)),
    );

  it.each([
    ['kms:Decrypt', 'RawKey', ['redact']],
    ['kms:GenerateDataKey', 'RawKey', ['extract']],
    ['s3:GetObject', '/raw/*', ['redact']],
    ['s3:GetObjectVersion', '/tenants/*', ['identify', 'extract']],
    ['s3:PutObject', '/tenants/*', ['documents']],
    ['s3:DeleteObjectVersion', '/tenants/*', ['documents']],
    ['states:StartExecution', '', ['admit']],
    ['sqs:SendMessage', 'AdmissionQueue', ['route']],
    ['bedrock:InvokeModel', '', ['classify', 'embed', 'query', 'prepare-index']],
    ['es:ESHttpPut', '', ['prepare-index']],
  ] as const)('%s on %s is for %s alone', (action, resource, names) => {
    expect(new Set(allowed(action, resource))).toEqual(new Set(names));
  });

  it('that reach the index are exactly those whose roles it is told to let in', () => {
    const [preparation] = ofType(prod, 'Custom::AffidavitIndex');
    const roles = JSON.stringify(preparation?.Properties);
    const letIn = FUNCTIONS.filter((name) => roles.includes(`-${name}"`));

    expect(new Set([...letIn, 'prepare-index'])).toEqual(new Set(allowed('es:ESHttpPost')));
  });
});

describe('the search domain', () => {
  it('encrypts everything and lets in mapped roles alone, prepare-index as their master', () => {
    const [domain] = ofType(prod, 'AWS::OpenSearchService::Domain');

    expect(domain?.Properties).toMatchObject({
      DomainEndpointOptions: { EnforceHTTPS: true, TLSSecurityPolicy: 'Policy-Min-TLS-1-2-PFS-2023-10' },
      EncryptionAtRestOptions: { Enabled: true },
      NodeToNodeEncryptionOptions: { Enabled: true },
      AdvancedSecurityOptions: {
        Enabled: true,
        InternalUserDatabaseEnabled: false,
        MasterUserOptions: { MasterUserARN: lambdaOf(prod, 'prepare-index').Properties['Role'] },
      },
    });
  });
});

describe('asynchronous edges', () => {
  it('keep what they could not deliver: from the rule to route', () => {
    const [rule] = ofType(prod, 'AWS::Events::Rule');

    expect(rule?.Properties['Targets']).toMatchObject([
      { DeadLetterConfig: { Arn: expect.anything() }, RetryPolicy: { MaximumRetryAttempts: 185 } },
    ]);
  });

  it('keep what they could not do: in route, which EventBridge calls and does not wait for', () => {
    const configs = ofType(prod, 'AWS::Lambda::EventInvokeConfig').map(({ Properties }) => Properties);

    expect(configs).toMatchObject([
      {
        FunctionName: { Ref: lambdaOf(prod, 'route').id },
        DestinationConfig: { OnFailure: { Destination: expect.anything() } },
      },
    ]);
  });

  it('keep what admit could not do, message by message, and hide a message while admit may still run', () => {
    const [queue] = ofType(prod, 'AWS::SQS::Queue').filter(({ Properties }) => 'RedrivePolicy' in Properties);
    const mappings = ofType(prod, 'AWS::Lambda::EventSourceMapping').map(({ Properties }) => Properties);
    const timeout = Number(lambdaOf(prod, 'admit').Properties['Timeout']);

    expect(queue?.Properties).toMatchObject({ RedrivePolicy: { maxReceiveCount: 5 } });
    expect(Number(queue?.Properties['VisibilityTimeout'])).toBeGreaterThanOrEqual(6 * timeout);
    expect(mappings).toMatchObject([{ FunctionResponseTypes: ['ReportBatchItemFailures'] }]);
  });
});

describe('the API', () => {
  it('has exactly the declared routes, open only where that is declared', () => {
    const methods = methodsOf(prod).map(({ route, properties }) => [
      route,
      'AuthorizerId' in properties ? 'token' : 'open',
    ]);

    expect(methods.sort()).toEqual(
      ROUTES.map((route) => [`${route.method} ${route.path}`, 'isOpen' in route ? 'open' : 'token']).sort(),
    );
  });

  it('believes its authorizer for a minute at most', () => {
    const [authorizer] = ofType(prod, 'AWS::ApiGateway::Authorizer');

    expect(Number(authorizer?.Properties['AuthorizerResultTtlInSeconds'])).toBeLessThanOrEqual(60);
  });

  it('streams what query answers', () => {
    const answers = methodsOf(prod).find(({ route }) => route === 'POST /v1/answers');

    expect(answers?.properties).toMatchObject({ Integration: { Type: 'AWS_PROXY', ResponseTransferMode: 'STREAM' } });
  });

  it('stands behind a firewall that limits addresses and keeps no samples of requests', () => {
    const [firewall] = ofType(prod, 'AWS::WAFv2::WebACL');
    const text = JSON.stringify(firewall?.Properties);

    expect(ofType(prod, 'AWS::WAFv2::WebACLAssociation')).toHaveLength(1);
    expect(text).toContain('"RateBasedStatement":{"AggregateKeyType":"IP"');
    expect(text).not.toContain('"SampledRequestsEnabled":true');
  });

  it('answers by itself as the service does, repeating nothing of the request', () => {
    const responses = ofType(prod, 'AWS::ApiGateway::GatewayResponse').map(({ Properties }) =>
      JSON.stringify(Properties),
    );

    expect(responses.length).toBeGreaterThan(5);
    expect(responses.filter((one) => !one.includes('application/problem+json') || one.includes('$context'))).toEqual(
      [],
    );
  });

  it('logs neither paths nor query strings nor addresses', () => {
    const [stage] = ofType(prod, 'AWS::ApiGateway::Stage');
    const format = JSON.stringify(stage?.Properties['AccessLogSetting']);

    expect(format).toContain('$context.resourcePath');
    expect(format).not.toMatch(/\$context\.(path|identity|authorizer|requestOverride)|querystring|header/);
    expect(stage?.Properties['MethodSettings']).toMatchObject([{ DataTraceEnabled: false }]);
  });
});

function environmentNamed(name: EnvironmentName): Environment {
  const found = environments.find((one) => one.name === name);
  if (found === undefined) throw new Error(`${name} was not synthesized`);
  return found;
}
