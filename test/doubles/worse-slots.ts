import { type Attempt, executionNameOf } from '#shared/domain/identity.ts';
import type { Slots } from '#shared/ports/slots.ts';

// Slots without one of the defences, to see that the scenarios find it out.

/** Everyone in one list: oldest first, whoever it is. */
export function oldestFirst(slots: Slots): Slots {
  const together = (run: Attempt) => ({ ...run, tenantId: 'everyone' });
  return { ...slots, enqueue: (run, workClass, signal) => slots.enqueue(together(run), workClass, signal) };
}

/** A list that an attempt leaves when it is claimed, and a number that goes up with each claim and down with each release. */
export function countedSlots(): Slots {
  const waiting: Attempt[] = [];
  const known = new Set<string>();
  let inUse = 0;
  return {
    enqueue: async (run) => {
      if (!known.has(executionNameOf(run))) waiting.push(run);
      known.add(executionNameOf(run));
    },
    claim: async ({ total }) => {
      const run = inUse < total ? waiting.shift() : undefined;
      if (run === undefined) return undefined;
      inUse += 1;
      return { name: executionNameOf(run), run, workClass: 'live' };
    },
    isWaiting: async (run) => waiting.some((one) => executionNameOf(one) === executionNameOf(run)),
    started: async () => {},
    renew: async () => {},
    release: async () => {
      inUse -= 1;
    },
    anyWaiting: async () => waiting.length > 0,
    held: async () => Array.from({ length: inUse }, (_, at) => String(at)),
  };
}
