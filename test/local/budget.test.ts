import { expect, it, onTestFinished } from 'vitest';
import { addBudgetCommand } from '#infra/local/cli/budget.ts';
import type { LocalPorts } from '#infra/local/local-ports.ts';
import { requestJson } from '#infra/local/request-json.ts';
import { tenantAccounts } from '#infra/local/tenant-accounts.ts';
import type { AnswerResponse } from '#shared/contracts/api.ts';
import { monthOf, nanodollars } from '#shared/domain/spending.ts';
import { bedrockPriced } from '../doubles/bedrock-priced.ts';
import { ingestStack } from '../doubles/ingest-stack.ts';
import { recordedMetrics } from '../doubles/recorded-metrics.ts';
import { runCommand } from '../doubles/run-command.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';
import { redrive } from './redrive-scenario.ts';

const TEXT = 'The steam pressure of plant 3 was measured as 21 bar in March. It is measured again in May.';
const QUESTION = 'What was the steam pressure of plant 3 measured as?';

/** A stack whose models cost what those of Bedrock do, with a collection of two tenants. */
async function pricedStack() {
  const metrics = recordedMetrics();
  const { decorate } = bedrockPriced();
  const home = temporaryFolder();
  const ingest = await ingestStack(home, { decorate: (ports: LocalPorts) => ({ ...decorate(ports), metrics }) });
  onTestFinished(() => ingest.stack.close());
  for (const tenantId of ['acme', 'globex']) {
    const rule = { tenantId, collection: 'inbox', access: ['everyone-in-tenant'], policy: 'strict' } as const;
    await ingest.stack.ports.ledger.writeCollection(rule);
  }
  const ask = (tenantId: string) =>
    requestJson<AnswerResponse>(ingest.stack, { tenantId, user: 'ana', groups: [] }, 'POST', '/v1/answers', {
      question: QUESTION,
    });
  const { ports } = ingest.stack;
  return { ...ingest, home, metrics, ask, ports, accounts: () => tenantAccounts(ports, monthOf(ports.clock.now())) };
}

it('what tenants spent adds up to what was metered, call by call', async () => {
  const { put, ask, accounts, metrics, ports } = await pricedStack();
  await put('acme/inbox/steam.txt', TEXT);
  await put('globex/inbox/steam.txt', `${TEXT} ${TEXT}`);
  const answers = [await ask('acme'), await ask('acme'), await ask('globex')];

  const { accounts: each, total } = await accounts();

  expect(answers.map(({ outcome }) => outcome)).toEqual(['answered', 'answered', 'answered']);
  expect(each.map(({ tenantId, reserved }) => [tenantId, reserved])).toEqual([
    ['acme', 0],
    ['globex', 0],
    ['local', 0],
  ]);
  expect(total).toBe(each.reduce((sum, { spent }) => sum + spent, 0));
  expect(total).toBeCloseTo((metrics.total('ModelMicrodollars') ?? 0) * 1_000, 3);
  const { answerId } = answers[2] ?? { answerId: '' };
  const [globex, receipt] = [each[1], await ports.ledger.receipt('globex', answerId)];
  expect(globex?.spent).toBeGreaterThan(nanodollars(receipt?.cost?.dollars ?? Number.NaN));
});

it('rejects documents and questions of a tenant whose budget is spent, and of no other', async () => {
  const { put, record, ask, ports, metrics } = await pricedStack();
  await put('acme/inbox/before.txt', TEXT);
  await ports.spending.setBudget('acme', 1);

  const rejected = await put('acme/inbox/after.txt', TEXT);
  const refused = await ask('acme').catch((error: unknown) => error);

  expect(rejected).toMatchObject({ status: 'rejected', failure: { name: 'BudgetExhausted', step: 'classify' } });
  expect(refused).toMatchObject({ name: 'BudgetExhausted' });
  expect(String(refused)).toMatch(/the next one begins at \d{4}-\d{2}-01T00:00:00.000Z/);
  expect((await record('acme/inbox/before.txt')).status).toBe('published');
  expect((await put('globex/inbox/other.txt', TEXT)).status).toBe('published');
  expect(metrics.total('BudgetRefusals')).toBe(2);
  expect(metrics.total('DocumentsFailed')).toBe(0); // A spent budget is no failure of ours.
});

it('a document that was rejected so is published by a redrive once there is money', async () => {
  const { put, record, ports, ...ingest } = await pricedStack();
  await ports.spending.setBudget('acme', 0);
  await put('acme/inbox/steam.txt', TEXT);
  await ports.spending.setBudget('acme', nanodollars(1));

  const selection = { tenantId: 'acme', reason: 'BudgetExhausted', since: 0, isDryRun: false } as const;
  const { matched } = await redrive({ put, record, ...ingest }, selection);

  expect(matched).toBe(1);
  expect((await record('acme/inbox/steam.txt')).status).toBe('published');
});

it('`affidavit budget` sets, shows and removes what a tenant may spend', async () => {
  const home = temporaryFolder();
  const run = (...args: readonly string[]) => runCommand(addBudgetCommand, ['budget', ...args], home);

  const set = await run('set', 'acme', '0.5', '--json');
  const shown = await run();
  const removed = await run('remove', 'acme', '--json');
  const refused = await run('set', 'acme', 'plenty');
  const nobody = await run('set', 'no/body', '1');

  expect(set.documents).toMatchObject([{ tenantId: 'acme', spent: 0, reserved: 0, budget: 0.5 }]);
  expect(shown.printed[0]).toMatch(/^acme +\$0\.000000 {2}of \$0\.500000, 0\.0 %$/);
  expect(shown.printed.at(-1)).toMatch(/^all +\$0\.000000 {2}\(anew at \d{4}-\d{2}-01T00:00:00.000Z\)$/);
  expect(removed.documents).toMatchObject([{ tenantId: 'acme', budget: null }]);
  expect([refused.code, nobody.code]).toEqual([2, 2]);
});
