import type { ObjectEvent } from '#shared/domain/object-event.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { LocalFunctions } from '../local-functions.ts';
import { sendEvent } from '../send-event.ts';
import type { Delivery } from './scenario.ts';
import type { SimulatedProcess } from './simulated-process.ts';

/** Hands events on as S3 and EventBridge do: late, in any order, several times, or not at all; else until it succeeds. */
export interface EventDelivery {
  emit(event: ObjectEvent): void;
  /** Events that have not arrived yet. */
  onTheirWay(): number;
}

interface EventDeliveryOptions extends Delivery {
  readonly clock: Clock;
  readonly random: () => number;
  /** Who takes events at the moment. */
  readonly receiver: () => { readonly process: SimulatedProcess; readonly functions: LocalFunctions };
}

/** Milliseconds until an event that was not taken comes again: at least the first, at most both together. */
const REDELIVERY = [1_000, 60_000] as const;

export function eventDelivery({
  dropped,
  copies,
  delay,
  clock,
  random,
  receiver,
}: EventDeliveryOptions): EventDelivery {
  let onTheirWay = 0;

  const isTaken = (event: ObjectEvent): Promise<boolean> => {
    const { process, functions } = receiver();
    if (!process.isAlive()) return Promise.resolve(false);
    const answer = sendEvent(functions, event).then(
      () => true,
      () => false,
    );
    return Promise.race([answer, process.died.then(() => false)]);
  };
  const carry = async (event: ObjectEvent) => {
    onTheirWay += 1;
    await clock.sleep(random() * delay);
    while (!(await isTaken(event))) await clock.sleep(REDELIVERY[0] + random() * REDELIVERY[1]);
    onTheirWay -= 1;
  };

  return {
    onTheirWay: () => onTheirWay,
    emit: (event) => {
      if (random() < dropped) return;
      const times = 1 + Math.floor(random() * copies);
      for (let copy = 0; copy < times; copy += 1) void carry(event);
    },
  };
}
