import { isCurrent } from '../domain/document-lifecycle.ts';
import { type Attempt, executionNameOf } from '../domain/identity.ts';
import type { SlotLimits } from '../domain/slots.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { Orchestrator } from '../ports/orchestrator.ts';
import type { Slots } from '../ports/slots.ts';

export interface DispatchPorts {
  readonly slots: Slots;
  readonly ledger: Pick<Ledger, 'document'>;
  readonly orchestrator: Pick<Orchestrator, 'start'>;
  readonly slotLimits: SlotLimits;
  readonly metrics: Metrics;
}

/**
 * Attempts that one call takes off the list. A caller has a time limit, and a list may begin with thousands that were
 * deleted; whoever calls next goes on from there. Ours to change: few enough for the shortest time limit of a caller, the
 * minute of publish.
 */
const MAX_CLAIMS = 100;

/**
 * Starts executions for as long as there is a slot and an attempt that waits for one. What was deleted or overtaken
 * meanwhile is dropped, and holds up nobody. Any number may call it at once; a crash anywhere in it costs the attempt
 * at hand the rest of one lease.
 */
export async function dispatchAttempts(ports: DispatchPorts, signal?: AbortSignal): Promise<void> {
  for (let claims = 0; claims < MAX_CLAIMS; claims += 1) {
    const claimed = await ports.slots.claim(ports.slotLimits, signal);
    if (claimed === undefined) return;
    await start(claimed.run, ports, signal);
  }
}

/** Gives an execution's slot back and lets others have it. A dispatch that fails is somebody else's to make good. */
export async function endExecution(run: Attempt, ports: DispatchPorts, signal?: AbortSignal): Promise<void> {
  await ports.slots.release(executionNameOf(run), signal);
  await dispatchAttempts(ports, signal).catch(() => undefined);
}

async function start(run: Attempt, { slots, ledger, orchestrator, metrics }: DispatchPorts, signal?: AbortSignal) {
  const record = await ledger.document(run.tenantId, run.documentId, signal);
  const name = executionNameOf(run);
  if (!isCurrent(record, run)) return slots.release(name, signal);
  await orchestrator.start(name, run, signal);
  metrics.emit({ ExecutionsStarted: 1 });
  return slots.started(run, signal);
}
