import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, it } from 'vitest';
import { environmentAccounts } from '#infra/aws/accounts/environment-accounts.ts';
import { tenantCosts } from '#infra/local/costs/tenant-costs.ts';
import { fakeDynamoDb } from '../doubles/fake-dynamo-db.ts';
import { documentRecord, receipt } from '../doubles/sample-records.ts';

/** An account in which `prod` is deployed, by the answer that CloudFormation gives of its storage stack. */
function account() {
  const cloudFormation = new CloudFormationClient({ region: 'us-east-1' });
  const stack = { StackName: 's', CreationTime: new Date(0), StackStatus: 'CREATE_COMPLETE' } as const;
  const Outputs = [
    { OutputKey: 'DocumentBucket', OutputValue: 'documents' },
    { OutputKey: 'LedgerTable', OutputValue: 'affidavit-prod-storage-LedgerTable9F-1A' },
  ];
  const formation = mockClient(cloudFormation);
  const found = formation.on(DescribeStacksCommand, { StackName: 'affidavit-prod-storage' });
  found.resolves({ Stacks: [{ ...stack, Outputs }] });
  const { client: dynamoDb, calls } = fakeDynamoDb();
  return { clients: { cloudFormation, dynamoDb }, calls, found };
}

it("reads what an environment's functions wrote, from the table that its storage stack names", async () => {
  const { clients, calls } = account();
  const accounts = await environmentAccounts('prod', clients);
  await accounts.ledger.writeCollection({ tenantId: 'acme', collection: 'inbox', access: [], policy: 'strict' });
  await accounts.ledger.writeDocument(documentRecord());
  await accounts.ledger.writeReceipt(receipt());

  const { tenants } = await tenantCosts(accounts, '2026-01');

  expect(tenants).toMatchObject([{ tenantId: 'acme', documents: 1, answers: { questions: 1 }, together: 0.004 }]);
  const tables = calls.flatMap(({ request }) => ('TableName' in request ? [request.TableName] : []));
  expect(new Set(tables)).toEqual(new Set(['affidavit-prod-storage-LedgerTable9F-1A']));
});

it.each([
  ['of no such stack', 'ValidationError', 'NotFound'],
  ['to somebody without the right', 'AccessDenied', 'DependencyUnavailable'],
])('says what CloudFormation answers %s, and who can say more', async (_what, error, name) => {
  const { clients, found } = account();
  found.rejects(Object.assign(new Error('a message that may hold names'), { name: error }));

  const opening = environmentAccounts('prod', clients);

  await expect(opening).rejects.toMatchObject({
    name,
    message: expect.stringContaining('`affidavit doctor --environment prod`'),
  });
});

it('says of a stack of an earlier release, which names no ledger, that there is none', async () => {
  const { clients, found } = account();
  found.resolves({ Stacks: [] });

  await expect(environmentAccounts('prod', clients)).rejects.toMatchObject({ name: 'NotFound' });
});
