import type { DocumentRecord } from '#shared/domain/document.ts';
import { byTenant } from './by-tenant.ts';

/** What the live documents of a tenant took, as metered when each was processed. */
export interface MeteredTenant {
  readonly tenantId: string;
  readonly documents: number;
  readonly pages: number;
  /** What models cost; those that are embedded cost nothing. */
  readonly dollars: number;
  /** Documents that embedded models processed, alone. */
  readonly embedded: number;
  /** Documents of a release that did not meter, or with a model that the price file does not know. */
  readonly unknown: number;
}

export interface MeteredTenants {
  /** By their ids. */
  readonly tenants: readonly MeteredTenant[];
  readonly total: Omit<MeteredTenant, 'tenantId'>;
}

/** Adds up what stands on the ledger, tenant by tenant; the tenants' sums are the total. */
export function meteredTenants(documents: readonly DocumentRecord[]): MeteredTenants {
  return byTenant(documents, sumOf);
}

function sumOf(documents: readonly DocumentRecord[]): MeteredTenants['total'] {
  const live = documents.flatMap((document) => document.live ?? []);
  const basesOf = ({ cost }: (typeof live)[number]) => cost?.uses.map(({ basis }) => basis) ?? ['unpriced'];
  return {
    documents: live.length,
    pages: live.reduce((sum, { pages }) => sum + pages, 0),
    dollars: live.reduce((sum, { cost }) => sum + (cost?.dollars ?? 0), 0),
    embedded: live.filter((one) => basesOf(one).every((basis) => basis === 'embedded')).length,
    unknown: live.filter((one) => basesOf(one).includes('unpriced')).length,
  };
}
