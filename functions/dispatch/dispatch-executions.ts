import type { Orchestrator } from '#shared/ports/orchestrator.ts';
import { type DispatchPorts, dispatchAttempts } from '#shared/runtime/dispatch-attempts.ts';

export interface DispatchExecutionsPorts extends DispatchPorts {
  readonly orchestrator: Orchestrator;
}

/**
 * Takes the slots of executions that ended without giving theirs back (they were stopped, or timed out as a whole), then
 * starts what waits for one. Admission and the last steps start what waits too; this is for when none of them comes by.
 *
 * An execution of which nothing was heard keeps its slot until its lease ends, and holds up no other.
 *
 * @throws PipelineFailure `DependencyUnavailable`, after all else was done, when an execution could not be asked about.
 */
export async function dispatchExecutions(ports: DispatchExecutionsPorts, signal: AbortSignal): Promise<void> {
  const held = await ports.slots.held(signal);
  ports.metrics.emit({ SlotsHeld: held.length });
  const outcomes = await Promise.allSettled(held.map((name) => releaseIfEnded(name, ports, signal)));
  await dispatchAttempts(ports, signal);

  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

/** One that is `absent` was claimed a moment ago and is about to be started. A name is never used for a second run. */
async function releaseIfEnded(
  name: string,
  { slots, orchestrator }: DispatchExecutionsPorts,
  signal: AbortSignal,
): Promise<void> {
  if ((await orchestrator.status(name, signal)) === 'ended') await slots.release(name, signal);
}
