import type { Caller } from '#shared/domain/access.ts';

/** Reads what acme's finance department may read. */
export const FARAH: Caller = { tenantId: 'acme', user: 'farah', groups: ['finance'] };
/** Of another tenant, and of no group there. */
export const BOB: Caller = { tenantId: 'globex', user: 'bob', groups: [] };
