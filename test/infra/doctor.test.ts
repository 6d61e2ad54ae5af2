import { GetFoundationModelAvailabilityCommand } from '@aws-sdk/client-bedrock';
import {
  DescribeDomainHealthCommand,
  DescribeDomainsCommand,
  ListDomainNamesCommand,
  ListTagsCommand,
} from '@aws-sdk/client-opensearch';
import { GetServiceQuotaCommand, ListServiceQuotasCommand } from '@aws-sdk/client-service-quotas';
import { GetQueueAttributesCommand, ListQueuesCommand } from '@aws-sdk/client-sqs';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, it } from 'vitest';
import { accountClients } from '#infra/aws/doctor/account-clients.ts';
import { inspectEnvironment } from '#infra/aws/doctor/inspect-environment.ts';
import { ENVIRONMENTS } from '#infra/environments/by-name.ts';

const OPEN = {
  authorizationStatus: 'AUTHORIZED',
  entitlementAvailability: 'AVAILABLE',
  regionAvailability: 'AVAILABLE',
  agreementAvailability: { status: 'AVAILABLE' },
  modelId: 'm',
} as const;
const QUEUES = [
  'https://sqs.us-east-1.amazonaws.com/1/affidavit-prod-admission',
  'https://sqs.us-east-1.amazonaws.com/1/affidavit-prod-dead',
];

/** An account in which all is well, by answers as the services give them. */
function account(region = 'us-east-1') {
  const clients = accountClients();
  for (const client of Object.values(clients)) client.config.region = async () => region;
  const mocks = {
    sts: mockClient(clients.sts),
    ssm: mockClient(clients.ssm),
    bedrock: mockClient(clients.bedrock),
    quotas: mockClient(clients.quotas),
    search: mockClient(clients.search),
    sqs: mockClient(clients.sqs),
  };
  mocks.sts.on(GetCallerIdentityCommand).resolves({ Account: '123456789012' });
  mocks.ssm.on(GetParameterCommand).resolves({ Parameter: { Value: '27' } });
  mocks.bedrock.on(GetFoundationModelAvailabilityCommand).resolves(OPEN);
  mocks.quotas.on(GetServiceQuotaCommand).resolves({ Quota: { Value: 1_000 } });
  const nova = { QuotaName: 'Cross-region model inference tokens per minute for Amazon Nova Lite', Value: 4_000_000 };
  const titan = {
    QuotaName: 'On-demand InvokeModel tokens per minute for Amazon Titan Text Embeddings V2',
    Value: 300_000,
  };
  mocks.quotas.on(ListServiceQuotasCommand).resolves({ Quotas: [nova, titan] });
  mocks.search.on(ListDomainNamesCommand).resolves({ DomainNames: [{ DomainName: 'other' }, { DomainName: 'ours' }] });
  const status = (DomainName: string) => ({ DomainName, DomainId: '1', ARN: `arn:${DomainName}`, ClusterConfig: {} });
  mocks.search.on(DescribeDomainsCommand).resolves({
    DomainStatusList: ['other', 'ours'].map((name) => ({
      ...status(name),
      Processing: false,
      EngineVersion: 'OpenSearch_3.1',
    })),
  });
  mocks.search.on(ListTagsCommand).resolves({ TagList: [] });
  mocks.search
    .on(ListTagsCommand, { ARN: 'arn:ours' })
    .resolves({ TagList: [{ Key: 'affidavit:environment', Value: 'prod' }] });
  mocks.search.on(DescribeDomainHealthCommand).resolves({ ClusterHealth: 'Green', TotalUnAssignedShards: '0' });
  mocks.sqs.on(ListQueuesCommand).resolves({ QueueUrls: QUEUES });
  mocks.sqs.on(GetQueueAttributesCommand).resolves({ Attributes: { ApproximateNumberOfMessages: '0' } });
  mocks.sqs
    .on(GetQueueAttributesCommand, { QueueUrl: QUEUES[0] })
    .resolves({ Attributes: { ApproximateNumberOfMessages: '12', RedrivePolicy: '{}' } });
  return { clients, mocks };
}

type Account = ReturnType<typeof account>;

async function troubles({ clients }: Pick<Account, 'clients'>) {
  const findings = await inspectEnvironment(ENVIRONMENTS.prod, clients);
  return findings.filter(({ ok }) => !ok);
}

it('finds nothing in an account that is well, and does not take a queue at work for dead letters', async () => {
  expect(await troubles(account())).toEqual([]);
});

const BREAKAGES: readonly (readonly [string, RegExp, RegExp, (account: Account['mocks']) => unknown])[] = [
  [
    'no credentials',
    /credentials.*ExpiredToken/,
    /aws sso login/,
    ({ sts }) => sts.on(GetCallerIdentityCommand).rejects(named('ExpiredToken')),
  ],
  [
    'no bootstrap',
    /bootstrap.*ParameterNotFound/,
    /cdk bootstrap/,
    ({ ssm }) => ssm.on(GetParameterCommand).rejects(named('ParameterNotFound')),
  ],
  [
    'an old bootstrap',
    /bootstrap.*version 5/,
    /cdk bootstrap/,
    ({ ssm }) => ssm.on(GetParameterCommand).resolves({ Parameter: { Value: '5' } }),
  ],
  [
    'a model without access',
    /model us\.amazon\.nova-lite.*lacks agreement/,
    /get-foundation-model-availability --model-id amazon\.nova-lite/,
    ({ bedrock }) =>
      bedrock
        .on(GetFoundationModelAvailabilityCommand, { modelId: 'amazon.nova-lite-v1:0' })
        .resolves({ ...OPEN, agreementAvailability: { status: 'NOT_AVAILABLE' } }),
  ],
  [
    'a second model that the region does not have',
    /model us\.anthropic\.claude.*lacks region/,
    /get-foundation-model-availability --model-id anthropic\.claude/,
    ({ bedrock }) =>
      bedrock
        .on(GetFoundationModelAvailabilityCommand, { modelId: 'anthropic.claude-haiku-4-5-20251001-v1:0' })
        .resolves({ ...OPEN, regionAvailability: 'NOT_AVAILABLE' }),
  ],
  [
    'ten Lambdas',
    /quota of Lambda.*10 executions/,
    /request-service-quota-increase.*--desired-value 450/,
    ({ quotas }) => quotas.on(GetServiceQuotaCommand).resolves({ Quota: { Value: 10 } }),
  ],
  [
    'a quota of no tokens',
    /quota of amazon\.titan.*0 tokens/,
    /list-service-quotas --service-code bedrock/,
    ({ quotas }) =>
      quotas.on(ListServiceQuotasCommand).resolves({
        Quotas: [{ QuotaName: 'On-demand tokens per minute for Amazon Titan Text Embeddings V2', Value: 0 }],
      }),
  ],
  [
    'no domain',
    /search domain.*none/,
    /cdk deploy -c environment=prod/,
    ({ search }) => search.on(ListDomainNamesCommand).resolves({ DomainNames: [] }),
  ],
  [
    'a domain that changes',
    /search domain.*a change is under way/,
    /cdk deploy -c environment=prod/,
    ({ search }) =>
      search.on(DescribeDomainsCommand).resolves({
        DomainStatusList: [{ DomainName: 'ours', DomainId: '1', ARN: 'arn:ours', ClusterConfig: {}, Processing: true }],
      }),
  ],
  [
    'a domain that is red',
    /health of the index.*Red, 7 shards/,
    /describe-domain-health --domain-name ours/,
    ({ search }) =>
      search.on(DescribeDomainHealthCommand).resolves({ ClusterHealth: 'Red', TotalUnAssignedShards: '7' }),
  ],
  [
    'dead letters',
    /pending redrives in affidavit-prod-dead.*3 messages/,
    /start-message-move-task/,
    ({ sqs }) =>
      sqs
        .on(GetQueueAttributesCommand, { QueueUrl: QUEUES[1] })
        .resolves({ Attributes: { ApproximateNumberOfMessages: '3' } }),
  ],
  [
    'no right to look',
    /queues.*AccessDenied/,
    /cdk deploy/,
    ({ sqs }) => sqs.on(ListQueuesCommand).rejects(named('AccessDenied')),
  ],
];

it.each(BREAKAGES)('names %s, with the command that mends it', async (_what, words, command, breakIt) => {
  const made = account();
  breakIt(made.mocks);

  const [trouble, ...others] = await troubles(made);

  expect(others).toEqual([]);
  expect(`${trouble?.check}: ${trouble?.found}`).toMatch(words);
  expect(trouble?.mend).toMatch(command);
});

it('names each of all that can be broken at once', async () => {
  const made = account('ap-south-1');
  const hidesOthers = ['no credentials', 'no bootstrap', 'no domain', 'a domain that changes', 'no right to look'];
  const together = BREAKAGES.filter(([what]) => !hidesOthers.includes(what));
  for (const [, , , breakIt] of together) breakIt(made.mocks);

  const found = await troubles(made);

  expect(found).toHaveLength(together.length + 1); // And the region.
  for (const [, words] of together) {
    expect(found.filter((one) => words.test(`${one.check}: ${one.found}`))).toHaveLength(1);
  }
});

it('names a region in which the models may not be used', async () => {
  const found = await troubles(account('ap-south-1'));

  expect(found).toEqual([
    expect.objectContaining({
      check: 'region',
      found: 'ap-south-1',
      mend: expect.stringContaining('`export AWS_REGION='),
    }),
  ]);
});

it('says of a shell without a region that none is set, and which ones there are', async () => {
  const made = account();
  made.clients.sts.config.region = () => Promise.reject(new Error('Region is missing'));

  const found = await troubles(made);

  expect(found).toEqual([expect.objectContaining({ check: 'region', found: 'none is set' })]);
  expect(found[0]?.mend).toContain(ENVIRONMENTS.prod.models.regions.join(', '));
});

function named(name: string): Error {
  return Object.assign(new Error('a message that may hold names'), { name });
}
