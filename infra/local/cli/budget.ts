import { type Command, InvalidArgumentError } from 'commander';
import {
  budgetsResetAt,
  budgetUsedPercent,
  monthOf,
  NANODOLLARS_PER_DOLLAR,
  type Nanodollars,
  nanodollars,
  type SeenBudget,
  type SpendingAccount,
} from '#shared/domain/spending.ts';
import { tenantAccounts } from '../tenant-accounts.ts';
import { addCommand, type CliContext } from './cli-context.ts';
import { environmentOption, OF_LEDGER } from './environment-option.ts';
import { nestedOptions } from './nested-options.ts';
import { month, tenantName } from './option-values.ts';
import { withAccounts } from './with-accounts.ts';

interface BudgetOptions {
  readonly environment?: string;
  readonly month?: string;
  readonly was?: SeenBudget;
  readonly json?: true;
}

/** `withBooks` opens the books that are asked for. */
export function addBudgetCommand(program: Command, context: CliContext, withBooks = withAccounts): void {
  const budget = addCommand(program, context, {
    name: 'budget',
    summary: 'what tenants spent on models this month, and set what one may',
    details: DETAILS,
  });
  budget
    .enablePositionalOptions() // What comes after `set` belongs to it.
    .option('--month <month>', 'of another month, such as 2026-03', month)
    .addOption(environmentOption(OF_LEDGER))
    .action((options: BudgetOptions) => showAccounts(options, context, withBooks));
  const change = (name: string, summary: string) =>
    addCommand(budget, context, { name, summary })
      .argument('<tenant>', 'its id', tenantName)
      .option('--was <dollars>', 'only while it may spend so much, or `none` while there is no end to it', seenBudget)
      .addOption(environmentOption(OF_LEDGER));
  const setting = (tenantId: string, monthly: number | undefined, command: Command) =>
    setBudget(tenantId, monthly, nestedOptions(command), context, withBooks);
  change('set', 'how many dollars a tenant may spend on models in a month')
    .argument('<dollars>', 'a month, such as 25 or 0.5', dollars)
    .action((tenantId: string, monthly: number, _options: BudgetOptions, command: Command) =>
      setting(tenantId, nanodollars(monthly), command),
    );
  change('remove', 'let a tenant spend without end again').action(
    (tenantId: string, _options: BudgetOptions, command: Command) => setting(tenantId, undefined, command),
  );
}

const DETAILS = `
Only models with a price in shared/domain/prices.ts cost anything: embedded models, and endpoints of your own,
are free. Months are those of UTC.
Without --environment the ledger is that of this state folder. A budget that somebody else changed meanwhile is left.`;

async function showAccounts(
  { environment, month: wanted, json }: BudgetOptions,
  context: CliContext,
  withBooks: typeof withAccounts,
): Promise<void> {
  const { accounts, total, resetsAt } = await withBooks(environment, context, async (books) => {
    const of = wanted ?? monthOf(books.clock.now());
    return { ...(await tenantAccounts(books, of)), resetsAt: budgetsResetAt(of) };
  });
  if (json)
    return context.printJson({ accounts: accounts.map(printed), total: total / NANODOLLARS_PER_DOLLAR, resetsAt });
  for (const account of accounts) context.print(accountLine(account));
  context.print(`${'all'.padEnd(24)} ${money(total)}  (anew at ${resetsAt})`);
}

async function setBudget(
  tenantId: string,
  monthly: Nanodollars | undefined,
  { environment, was, json }: BudgetOptions,
  context: CliContext,
  withBooks: typeof withAccounts,
): Promise<void> {
  const account = await withBooks(environment, context, async ({ spending, clock }) => {
    const before = await spending.account(tenantId, monthOf(clock.now()));
    await spending.setBudget(tenantId, monthly, was ?? before.budget ?? 'none');
    return spending.account(tenantId, before.month);
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

function seenBudget(value: string): SeenBudget {
  return value === 'none' ? value : nanodollars(dollars(value));
}
