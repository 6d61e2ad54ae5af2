import type { EntityFinder } from '../ports/entity-finder.ts';
import { type SpendingPorts, spend } from './spend.ts';

/**
 * The same finder on a tenant's account; one that nobody is paid for is what it was. It throws `BudgetExhausted` besides
 * what the finder throws.
 */
export function paidEntityFinder(tenantId: string, finder: EntityFinder, ports: SpendingPorts): EntityFinder {
  const { usesFor } = finder;
  if (usesFor === undefined) return finder;
  return {
    ...finder,
    find: async (text, signal, language) => {
      const uses = usesFor(text, language);
      const most = uses.map((use) => ({ ...use, isBound: true }) as const);
      const found = await spend({ tenantId, most }, ports, signal, async () => ({
        result: await finder.find(text, signal, language),
        uses,
      }));
      for (const use of uses) ports.onUse?.(use);
      return found;
    },
  };
}
