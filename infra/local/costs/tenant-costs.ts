import type { PastAnswer } from '#shared/domain/past-answer.ts';
import { NANODOLLARS_PER_DOLLAR } from '#shared/domain/spending.ts';
import type { AnswerHistory } from '#shared/ports/answer-history.ts';
import type { Ledger } from '#shared/ports/ledger.ts';
import type { Spending } from '#shared/ports/spending.ts';
import { everyTenantsDocuments } from '../every-document.ts';
import { tenantAccounts } from '../tenant-accounts.ts';
import { type AnsweredTenant, meteredAnswers } from './metered-answers.ts';
import { type MeteredTenant, meteredTenants } from './metered-tenants.ts';

/** What a tenant's documents and answers took: the documents beside the tenant's id, the answers by themselves. */
export interface TenantCost extends MeteredTenant {
  readonly answers: Omit<AnsweredTenant, 'tenantId'>;
  /** Dollars of both. */
  readonly together: number;
  /**
   * Dollars that the tenant's account of the month shows, where one month was asked for. What is in it and not in `together`
   * left nothing that is kept: searches, tries that failed, documents that were replaced or deleted, askers who left.
   */
  readonly booked?: number | undefined;
}

export interface TenantCosts {
  /** By their ids: every tenant that has a collection, a budget, a document or an answer. */
  readonly tenants: readonly TenantCost[];
  /** The sum of them. */
  readonly total: Omit<TenantCost, 'tenantId'>;
}

export interface AccountPorts {
  readonly ledger: Ledger;
  readonly answers: AnswerHistory;
  readonly spending: Spending;
}

/**
 * What was metered by tenant: of documents that are live and were published in a month such as `2026-03` (UTC), and of answers
 * that were given in it; without a month, of all that are kept.
 */
export async function tenantCosts(ports: AccountPorts, month?: string): Promise<TenantCosts> {
  const documents = (await everyTenantsDocuments(ports.ledger)).filter(
    ({ live }) => month === undefined || live?.publishedAt.startsWith(month),
  );
  const answers = await ports.answers.answers(month);
  const booked = await bookedIn(ports, month, answers);
  const [published, asked] = [meteredTenants(documents), meteredAnswers(answers)];
  const ids = new Set([...published.tenants, ...asked.tenants].map(({ tenantId }) => tenantId));
  for (const tenantId of booked?.keys() ?? []) ids.add(tenantId);
  const tenants = [...ids].sort().map((tenantId) => ({
    tenantId,
    ...bothOf(
      published.tenants.find((each) => each.tenantId === tenantId) ?? meteredTenants([]).total,
      asked.tenants.find((each) => each.tenantId === tenantId) ?? meteredAnswers([]).total,
      booked?.get(tenantId),
    ),
  }));
  const all = booked && [...booked.values()].reduce((sum, dollars) => sum + dollars, 0);
  return { tenants, total: bothOf(published.total, asked.total, all) };
}

/** Dollars on each tenant's account of the month. */
async function bookedIn(
  ports: AccountPorts,
  month: string | undefined,
  answers: readonly PastAnswer[],
): Promise<ReadonlyMap<string, number> | undefined> {
  if (month === undefined) return undefined;
  const askers = answers.map(({ tenantId }) => tenantId);
  const { accounts } = await tenantAccounts(ports, month, askers);
  return new Map(accounts.map(({ tenantId, spent }) => [tenantId, spent / NANODOLLARS_PER_DOLLAR]));
}

/** The rows of one tenant have its id in them, which is left out. */
function bothOf(
  { documents, pages, dollars, embedded, unknown }: Omit<MeteredTenant, 'tenantId'>,
  answers: Omit<AnsweredTenant, 'tenantId'> & { readonly tenantId?: string },
  booked: number | undefined,
): TenantCosts['total'] {
  const { tenantId: _tenantId, ...counts } = answers;
  const together = dollars + counts.dollars;
  return {
    documents,
    pages,
    dollars,
    embedded,
    unknown,
    answers: counts,
    together,
    ...(booked !== undefined && { booked }),
  };
}
