/** A sum for each tenant, by their ids, and that of all: the tenants' rows are the rows of the total. */
export function byTenant<Row extends { readonly tenantId: string }, Sum>(
  rows: readonly Row[],
  sumOf: (rows: readonly Row[]) => Sum,
): { readonly tenants: readonly (Sum & { readonly tenantId: string })[]; readonly total: Sum } {
  const ids = [...new Set(rows.map(({ tenantId }) => tenantId))].sort();
  const tenants = ids.map((id) => ({ ...sumOf(rows.filter(({ tenantId }) => tenantId === id)), tenantId: id }));
  return { tenants, total: sumOf(rows) };
}
