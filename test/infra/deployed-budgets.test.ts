import { expect, it } from 'vitest';
import { addBudgetCommand } from '#infra/local/cli/budget.ts';
import { commandInAccount } from '../doubles/command-in-account.ts';
import { DEPLOYED_LEDGER } from '../doubles/deployed-account.ts';
import type { Call } from '../doubles/fake-dynamo-db.ts';

const PROD = ['--environment', 'prod'];
const BUDGET = JSON.stringify([{ S: 'budgets' }, { S: 'acme' }]);
const budgetItem = (nanodollars: string) => ({ pk: { S: 'budgets' }, sk: { S: 'acme' }, monthly: { N: nanodollars } });

/** `affidavit budget …` for an account. */
function budgetCommand(before?: (call: Call) => string | undefined) {
  const { run, ...account } = commandInAccount(addBudgetCommand, before);
  return { ...account, run: (...words: readonly string[]) => run('budget', ...words) };
}

it('sets, shows and removes what a tenant may spend in an environment', async () => {
  const { run, items, calls } = budgetCommand();

  const set = await run('set', 'acme', '0.5', '--json', ...PROD);
  const kept = items.get(BUDGET);
  const shown = await run(...PROD);
  const march = await run('--month', '2026-03', '--json', ...PROD);
  const removed = await run('remove', 'acme', ...PROD);

  expect([set, shown, march, removed].map(({ code }) => code)).toEqual([0, 0, 0, 0]);
  expect(set.documents).toMatchObject([{ tenantId: 'acme', spent: 0, reserved: 0, budget: 0.5 }]);
  expect(kept).toEqual(budgetItem('500000000'));
  expect(shown.printed[0]).toMatch(/^acme +\$0\.000000 {2}of \$0\.500000, 0\.0 %$/);
  expect(march.documents).toMatchObject([
    { accounts: [{ tenantId: 'acme', month: '2026-03', budget: 0.5 }], total: 0 },
  ]);
  expect(removed.printed[0]).toMatch(/^acme .* no budget$/);
  expect(items.size).toBe(0);
  expect(JSON.stringify(calls)).toContain(DEPLOYED_LEDGER);
});

it('writes to the environment that is named before `set`, too', async () => {
  const { run, items } = budgetCommand();

  const { code } = await run(...PROD, 'set', 'acme', '25');

  expect(code).toBe(0);
  expect(items.get(BUDGET)).toEqual(budgetItem('25000000000'));
});

it.each([
  ['set', ['set', 'acme', '25']],
  ['removed', ['remove', 'acme']],
])('leaves a budget that somebody else set before it was %s', async (_what, words) => {
  const { run, items } = budgetCommand(({ operation }) => {
    if (['PutItem', 'DeleteItem'].includes(operation)) items.set(BUDGET, budgetItem('7'));
    return undefined;
  });
  items.set(BUDGET, budgetItem('5'));

  const { code, notes } = await run(...words, ...PROD);

  expect([code, notes.join()]).toEqual([2, expect.stringContaining('(LedgerConflict)')]);
  expect(items.get(BUDGET)).toEqual(budgetItem('7'));
});

it('changes with `--was` the budget that somebody saw, and no other', async () => {
  const { run, items } = budgetCommand();
  await run('set', 'acme', '5', '--was', 'none', ...PROD);

  const unseen = await run('set', 'acme', '9', '--was', '4', ...PROD);
  const kept = items.get(BUDGET);
  const seen = await run('remove', 'acme', '--was', '5', ...PROD);
  const nonsense = await run('set', 'acme', '9', '--was', 'much', ...PROD);

  expect([unseen.code, seen.code, nonsense.code]).toEqual([2, 0, 2]);
  expect(kept).toEqual(budgetItem('5000000000'));
  expect(items.size).toBe(0);
});

it('says what to do where the credentials may look and not write', async () => {
  const { run, items } = budgetCommand(({ operation }) =>
    operation === 'PutItem' ? 'AccessDeniedException' : undefined,
  );

  const { code, notes } = await run('set', 'acme', '25', ...PROD);

  expect(code).toBe(2);
  expect(notes.join()).toMatch(/AccessDeniedException.*docs\/operations\/costs\.md.*affidavit doctor.*AccountRefused/);
  expect(items.size).toBe(0);
});
