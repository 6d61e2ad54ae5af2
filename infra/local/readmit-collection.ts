import { everyKey } from './every-key.ts';
import type { Stack } from './stack.ts';

/**
 * Sends every object of a collection through admission again, so that a rule that changed takes effect at once.
 * Returns how many there are.
 */
export async function readmitCollection(stack: Stack, tenantId: string, collection: string): Promise<number> {
  let count = 0;
  for await (const key of everyKey(stack.ports.store, `tenants/${tenantId}/${collection}/`)) {
    await stack.announce(key);
    count += 1;
  }
  await stack.settled();
  return count;
}
