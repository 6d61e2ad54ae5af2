import type { Metrics } from '../ports/metrics.ts';
import type { Slots } from '../ports/slots.ts';

export interface FlowPorts {
  readonly slots: Pick<Slots, 'anyWaiting'>;
  readonly metrics: Metrics;
}

/**
 * Says whether anything waits to be started. Together with what is started it shows a flow that stands still, which no
 * error tells of. Called with each batch of events and by whatever starts waiting attempts on a schedule. A list that does
 * not answer says nothing: its own failures are counted where they matter.
 */
export async function observeFlow({ slots, metrics }: FlowPorts, signal?: AbortSignal): Promise<void> {
  const isWaiting = await slots.anyWaiting(signal).catch(() => undefined);
  if (isWaiting !== undefined) metrics.emit({ AttemptsWaiting: isWaiting ? 1 : 0 });
}
