import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FunctionSettings } from '#shared/contracts/settings.ts';
import { type FunctionName, INGEST_STEPS, SERVICE_FUNCTIONS } from '#shared/contracts/steps.ts';
import { EVERY_OPTION } from './every-option.ts';
import { synthesizedEnvironment } from './synthesized-environment.ts';
import { resolvedText } from './template-rules/resolved-text.ts';
import { lambdaOf, ofType, permissionsOf } from './templates.ts';

const prod = synthesizedEnvironment('prod');
const FUNCTIONS: readonly FunctionName[] = [...INGEST_STEPS, ...SERVICE_FUNCTIONS];

/** Settings that every function is given: how it runs, and the stage that its metrics are of. */
const EVERYWHERE = ['ENVIRONMENT', 'LOG_LEVEL', 'NODE_OPTIONS'];

/** Of options that prod leaves out; callers.test.ts has them on. */
const OFF = ['CLASS_MODEL_ID'];

/** Set by whoever stands in for AWS. */
const ELSEWHERE = ['AWS_ENDPOINT_URL'];

describe('functions', () => {
  it.each(FUNCTIONS)('%s is one Lambda on Node 24 with a role of its own', (name) => {
    const roles = FUNCTIONS.map((one) => JSON.stringify(lambdaOf(prod, one).Properties['Role']));
    const { Properties } = lambdaOf(prod, name);

    expect(Properties).toMatchObject({ Runtime: 'nodejs24.x', TracingConfig: { Mode: 'Active' } });
    expect(roles.filter((role) => role === JSON.stringify(Properties['Role']))).toHaveLength(1);
  });

  it.each(FUNCTIONS)('%s is given the settings that its index.ts reads, and no other', (name) => {
    const source = readFileSync(`functions/${name}/index.ts`, 'utf8');
    const settings = FunctionSettings.names.filter((setting) => ![...OFF, ...ELSEWHERE].includes(setting));
    const read = settings.filter((setting) => source.includes(`${setting}: true`));
    const { Variables } = lambdaOf(prod, name).Properties['Environment'] as { Variables: object };

    expect(Object.keys(Variables).sort()).toEqual([...new Set([...read, ...EVERYWHERE])].sort());
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
    ['kms:GenerateDataKey', 'RawKey', ['extract', 'recognise']],
    ['kms:Decrypt', 'DocumentKey', ['identify', 'extract', 'recognise', 'admit', 'reconcile']],
    ['kms:Decrypt', 'LedgerKey', []],
    ['s3:GetObject', '/raw/*', ['redact']],
    ['s3:GetObjectVersion', '/tenants/*', ['identify', 'extract', 'recognise']],
    ['s3:PutObject', '/tenants/*', ['documents']],
    ['s3:DeleteObjectVersion', '/tenants/*', ['documents']],
    ['states:StartExecution', ':stateMachine:affidavit-prod-ingest', ['admit', 'dispatch', 'publish', 'reject']],
    ['states:DescribeExecution', ':execution:affidavit-prod-ingest:*', ['dispatch', 'reconcile']],
    ['sqs:SendMessage', 'AdmissionQueue', ['route', 'reconcile', 'redrive']],
    ['bedrock:InvokeModel', '', ['classify', 'embed', 'query', 'prepare-index']],
    ['bedrock:InvokeModelWithResponseStream', '', ['query']],
    ['comprehend:DetectPiiEntities', '', []], // Off, unless an environment asks for it.
    ['textract:StartDocumentTextDetection', '', []], // Off too.
    ['textract:GetDocumentTextDetection', '', []],
    ['es:ESHttpPut', '', ['prepare-index']],
    ['es:ESHttpDelete', '', ['prepare-index']],
    ['dynamodb:UpdateItem', '', ['classify', 'embed', 'query']],
    ['lambda:InvokeFunction', '', ['canary']],
    ['s3:PutObject', '/tenants/affidavit-canary/*', ['canary']],
    ['dynamodb:BatchGetItem', '', ['query', 'documents', 'reconcile', 'redrive']],
    [
      'secretsmanager:GetSecretValue',
      '',
      ['identify', 'extract', 'recognise', 'redact', 'admit', 'reconcile', 'redrive', 'query', 'documents'],
    ],
  ] as const)('%s on %s is for %s alone', (action, resource, names) => {
    expect(new Set(allowed(action, resource))).toEqual(new Set(names));
  });

  it('call models where they are called, and through a profile in each region that is allowed, and nowhere else', () => {
    const resources = permissionsOf(prod, 'query')
      .filter((one) => one.startsWith('bedrock:InvokeModel on '))
      .map((one) => resolvedText(JSON.parse(one.replace('bedrock:InvokeModel on ', ''))));

    const throughProfile = ['amazon.nova-lite-v1:0', 'anthropic.claude-haiku-4-5-20251001-v1:0'].flatMap((model) => [
      `arn:aws:bedrock:us-east-1:000000000000:inference-profile/us.${model}`,
      ...['us-east-1', 'us-east-2', 'us-west-2'].map((at) => `arn:aws:bedrock:${at}::foundation-model/${model}`),
    ]);
    const here = 'arn:aws:bedrock:us-east-1::foundation-model/amazon.titan-embed-text-v2:0';
    expect(resources.sort()).toEqual([here, ...throughProfile].sort());
  });

  it('pay for Comprehend on the tenant’s account where it is asked, and only there', () => {
    const ledgerCalls = [prod, synthesizedEnvironment(EVERY_OPTION)].map((environment) =>
      permissionsOf(environment, 'redact').filter((one) => one.startsWith('dynamodb:UpdateItem on ')),
    );

    expect(ledgerCalls.map(({ length }) => length)).toEqual([0, 1]);
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
      EncryptionAtRestOptions: { Enabled: true, KmsKeyId: expect.anything() },
      NodeToNodeEncryptionOptions: { Enabled: true },
      AdvancedSecurityOptions: {
        Enabled: true,
        InternalUserDatabaseEnabled: false,
        MasterUserOptions: { MasterUserARN: lambdaOf(prod, 'prepare-index').Properties['Role'] },
      },
    });
  });
});
