import type { Attempt } from '../domain/identity.ts';
import { SLOT_RENEWAL_MILLISECONDS } from '../domain/slots.ts';
import type { Clock } from '../ports/clock.ts';
import type { Slots } from '../ports/slots.ts';

export interface SlotPorts {
  readonly slots: Pick<Slots, 'renew'>;
  readonly clock: Clock;
}

/**
 * Runs `work` while its execution's lease is renewed: when it starts, every `SLOT_RENEWAL_MILLISECONDS`, and when it
 * ends, so that the wait for the next step or try begins with a whole lease. Slots that do not answer do not fail the
 * work: the worst that comes of it is one execution too many.
 *
 * @param endsExecution whether `work`, once done, has released the slot, which is then not to be taken again.
 */
export async function holdSlot<T>(
  run: Attempt,
  { slots, clock }: SlotPorts,
  endsExecution: boolean,
  work: () => Promise<T>,
): Promise<T> {
  const over = new AbortController();
  const renew = () => slots.renew(run).catch(() => undefined);
  const renewing = repeat(renew, clock, over.signal);
  let isReleased = false;
  try {
    await renew();
    const result = await work();
    isReleased = endsExecution;
    return result;
  } finally {
    over.abort();
    await renewing;
    if (!isReleased) await renew();
  }
}

async function repeat(action: () => Promise<unknown>, clock: Clock, signal: AbortSignal): Promise<void> {
  for (;;) {
    try {
      await clock.sleep(SLOT_RENEWAL_MILLISECONDS, signal);
    } catch {
      return; // The work is over.
    }
    if (signal.aborted) return;
    await action();
  }
}
