import type { Attempt } from '../domain/identity.ts';
import { SLOT_RENEWAL_MILLISECONDS } from '../domain/slots.ts';
import type { Clock } from '../ports/clock.ts';
import type { Slots } from '../ports/slots.ts';

export interface SlotPorts {
  readonly slots: Pick<Slots, 'renew'>;
  readonly clock: Clock;
}

interface Hold {
  /** Whether the work, once done, has released the slot, which is then not to be taken again. */
  readonly endsExecution: boolean;
  /** Aborted when the work's time is up. What it does after that, if it ever ends, holds nothing. */
  readonly signal: AbortSignal;
}

/**
 * Runs `work` while its execution's lease is renewed: when it starts, every `SLOT_RENEWAL_MILLISECONDS`, and when it
 * ends or its time is up, so that the wait for the next step or try begins with a whole lease. Slots that do not answer
 * do not fail the work: the worst that comes of it is one execution too many.
 */
export async function holdSlot<T>(
  run: Attempt,
  { slots, clock }: SlotPorts,
  { endsExecution, signal }: Hold,
  work: () => Promise<T>,
): Promise<T> {
  const over = new AbortController();
  const renew = () => slots.renew(run).catch(() => undefined);
  const giveUp = () => {
    over.abort();
    void renew();
  };
  signal.addEventListener('abort', giveUp, { once: true });
  const renewing = repeat(renew, clock, over.signal);
  let isReleased = false;
  try {
    await renew();
    const result = await work();
    isReleased = endsExecution;
    return result;
  } finally {
    signal.removeEventListener('abort', giveUp);
    over.abort();
    await renewing;
    if (!isReleased && !signal.aborted) await renew();
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
