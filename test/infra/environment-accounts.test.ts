import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { expect, it } from 'vitest';
import { withEnvironmentAccounts } from '#infra/aws/accounts/with-environment-accounts.ts';
import { tenantCosts } from '#infra/local/costs/tenant-costs.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { DEPLOYED_LEDGER, deployedAccount } from '../doubles/deployed-account.ts';
import { documentRecord, receipt } from '../doubles/sample-records.ts';

const budgetsBy = (clients: ReturnType<typeof deployedAccount>['clients']) =>
  withEnvironmentAccounts('prod', ({ spending }) => spending.budgets(), clients);

it("reads what an environment's functions wrote, from the table that its storage stack names", async () => {
  const { clients, calls } = deployedAccount();

  const { tenants } = await withEnvironmentAccounts(
    'prod',
    async (accounts) => {
      await accounts.ledger.writeCollection({ tenantId: 'acme', collection: 'inbox', access: [], policy: 'strict' });
      await accounts.ledger.writeDocument(documentRecord());
      await accounts.ledger.writeReceipt(receipt());
      return tenantCosts(accounts, '2026-01');
    },
    clients,
  );

  expect(tenants).toMatchObject([{ tenantId: 'acme', documents: 1, answers: { questions: 1 }, together: 0.004 }]);
  const tables = calls.flatMap(({ request }) => ('TableName' in request ? [request.TableName] : []));
  expect(new Set(tables)).toEqual(new Set([DEPLOYED_LEDGER]));
});

it.each([
  ['of no such stack', 'ValidationError', 'NotFound', '`affidavit doctor --environment prod`'],
  ['to somebody without the right', 'AccessDenied', 'AccountRefused', 'docs/operations/costs.md'],
  ['to nobody', 'CredentialsProviderError', 'AccountRefused', 'docs/operations/costs.md'],
  ['while it is down', 'ServiceUnavailable', 'DependencyUnavailable', '(ServiceUnavailable)'],
])('says what CloudFormation answers %s, and who can say more', async (_what, error, name, said) => {
  const { clients, found } = deployedAccount();
  found.rejects(Object.assign(new Error('a message that may hold names'), { name: error }));

  await expect(budgetsBy(clients)).rejects.toMatchObject({ name, message: expect.stringContaining(said) });
});

it.each([
  ['refuses the credentials', 'AccessDeniedException', 'AccountRefused'],
  ['finds their time over', 'ExpiredTokenException', 'AccountRefused'],
  ['has no such table any more', 'ResourceNotFoundException', 'NotFound'],
  ['is down', 'InternalServerError', 'DependencyUnavailable'],
])('says so where DynamoDB %s', async (_what, error, name) => {
  const { clients } = deployedAccount(() => error);

  await expect(budgetsBy(clients)).rejects.toMatchObject({ name, details: { error } });
});

it('says that no region is set, before anything is asked', async () => {
  const { clients, calls } = deployedAccount();
  const region = async () => Promise.reject(new Error('Region is missing')); // As the SDK's own provider ends.
  const cloudFormation = new CloudFormationClient({ region });

  const opening = budgetsBy({ ...clients, cloudFormation });

  await expect(opening).rejects.toMatchObject({
    name: 'AccountRefused',
    message: expect.stringContaining('AWS_REGION'),
  });
  expect(calls).toEqual([]);
});

it('says of a stack of an earlier release, which names no ledger, that there is none', async () => {
  const { clients, found } = deployedAccount();
  found.resolves({ Stacks: [] });

  await expect(budgetsBy(clients)).rejects.toMatchObject({ name: 'NotFound' });
});

it('leaves what the work itself throws as it is', async () => {
  const { clients } = deployedAccount();
  const thrown = [new PipelineFailure('LedgerConflict', 'another was first'), new TypeError('a defect')];

  for (const each of thrown) {
    const working = withEnvironmentAccounts('prod', () => Promise.reject(each), clients);

    await expect(working).rejects.toBe(each);
  }
});
