import type { Caller } from '#shared/domain/access.ts';
import type { apiStack } from './api-stack.ts';

/** May read everything of acme's. */
export const ANA: Caller = { tenantId: 'acme', user: 'ana', groups: ['finance', 'board'] };
/** Of the same tenant, in no group. */
export const BOB: Caller = { tenantId: 'acme', user: 'bob', groups: [] };
/** Of another tenant, with the same name and in groups of the same names. */
export const EVE: Caller = { tenantId: 'globex', user: 'ana', groups: ['finance', 'board'] };

/** Words that stand in the documents below and nowhere else: whoever sees one of them has seen the document. */
export const MARKERS = ['bluebird', 'tourmaline'];

export const BUDGET = 'tenants/acme/finance/tourmaline-budget.txt';
export const MERGER = 'tenants/acme/handbook/bluebird-plan.txt';
/** A key of the same shape under which nothing ever stood. */
export const NOTHING = 'tenants/acme/handbook/nothing.txt';

/** One document by the access of its collection, one by an access of its own, and one for each tenant's everybody. */
export async function accessScene({ declare, put }: Awaited<ReturnType<typeof apiStack>>): Promise<void> {
  await declare('acme', 'finance', ['group:finance']);
  await declare('acme', 'handbook', ['everyone-in-tenant']);
  await declare('globex', 'handbook', ['everyone-in-tenant']);
  await put(BUDGET, 'The tourmaline reserve of the workshop holds 48,200 euros this year.');
  await put(MERGER, 'The bluebird merger of the shipping company closes in October.', 'group:board');
  await put('tenants/acme/handbook/canteen.txt', 'The canteen serves lunch from noon until two in the afternoon.');
  await put('tenants/globex/handbook/trucks.txt', 'The trucks leave the yard at six in the morning.');
}
