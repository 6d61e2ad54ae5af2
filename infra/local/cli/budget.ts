import { type Command, InvalidArgumentError } from 'commander';
import {
  budgetsResetAt,
  budgetUsedPercent,
  monthOf,
  NANODOLLARS_PER_DOLLAR,
  nanodollars,
  type SpendingAccount,
} from '#shared/domain/spending.ts';
import { withStack } from '../stack.ts';
import { tenantAccounts } from '../tenant-accounts.ts';
import { addCommand, type CliContext } from './cli-context.ts';
import { month, tenantName } from './option-values.ts';

export function addBudgetCommand(program: Command, context: CliContext): void {
  const budget = addCommand(program, context, {
    name: 'budget',
    summary: 'what tenants spent on models this month, and set what one may',
    details:
      '\nOnly models with a price in shared/domain/prices.ts cost anything: embedded models, and endpoints of your own,' +
      '\nare free. Months are those of UTC.',
  });
  budget
    .enablePositionalOptions() // What comes after `set` belongs to it.
    .option('--month <month>', 'of another month, such as 2026-03', month)
    .action((options: { month?: string; json?: true }) => showAccounts(options, context));
  addCommand(budget, context, { name: 'set', summary: 'how many dollars a tenant may spend on models in a month' })
    .argument('<tenant>', 'its id', tenantName)
    .argument('<dollars>', 'a month, such as 25 or 0.5', dollars)
    .action((tenantId: string, monthly: number, options: { json?: true }) =>
      setBudget(tenantId, monthly, options, context),
    );
  addCommand(budget, context, { name: 'remove', summary: 'let a tenant spend without end again' })
    .argument('<tenant>', 'its id', tenantName)
    .action((tenantId: string, options: { json?: true }) => setBudget(tenantId, undefined, options, context));
}

async function showAccounts({ month: wanted, json }: { month?: string; json?: true }, context: CliContext) {
  const { accounts, total, resetsAt } = await withStack({ settings: context.settings }, async ({ ports }) => {
    const of = wanted ?? monthOf(ports.clock.now());
    return { ...(await tenantAccounts(ports, of)), resetsAt: budgetsResetAt(of) };
  });
  if (json)
    return context.printJson({ accounts: accounts.map(printed), total: total / NANODOLLARS_PER_DOLLAR, resetsAt });
  for (const account of accounts) context.print(accountLine(account));
  context.print(`${'all'.padEnd(24)} ${money(total)}  (anew at ${resetsAt})`);
}

async function setBudget(
  tenantId: string,
  monthly: number | undefined,
  { json }: { readonly json?: true },
  context: CliContext,
): Promise<void> {
  const account = await withStack({ settings: context.settings }, async ({ ports: { spending, clock } }) => {
    await spending.setBudget(tenantId, monthly === undefined ? undefined : nanodollars(monthly));
    return spending.account(tenantId, monthOf(clock.now()));
  });
  if (json) context.printJson(printed(account));
  else context.print(accountLine(account));
}

/** Amounts in dollars. */
function printed({ tenantId, month: of, spent, reserved, budget }: SpendingAccount) {
  return {
    ...{ tenantId, month: of, spent: spent / NANODOLLARS_PER_DOLLAR, reserved: reserved / NANODOLLARS_PER_DOLLAR },
    budget: budget === undefined ? null : budget / NANODOLLARS_PER_DOLLAR,
  };
}

function accountLine(account: SpendingAccount): string {
  const { tenantId, spent, reserved, budget } = account;
  const used = budgetUsedPercent(account);
  const limit = budget === undefined ? 'no budget' : `of ${money(budget)}, ${used?.toFixed(1)} %`;
  const underWay = reserved === 0 ? '' : `  (${money(reserved)} reserved)`;
  return `${tenantId.padEnd(24)} ${money(spent)}  ${limit}${underWay}`;
}

function money(amount: number): string {
  return `$${(amount / NANODOLLARS_PER_DOLLAR).toFixed(6)}`;
}

function dollars(value: string): number {
  if (/^\d{1,7}(?:\.\d{1,9})?$/.test(value)) return Number(value);
  throw new InvalidArgumentError('it takes dollars such as 25 or 0.5.');
}
