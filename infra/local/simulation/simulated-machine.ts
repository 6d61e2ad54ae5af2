import { INGEST_STEPS, type IngestStep } from '#shared/contracts/steps.ts';
import { failureTraits, PipelineFailure } from '#shared/domain/failures.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { LocalFunctions } from '../local-functions.ts';
import { type LocalStateMachine, localStateMachine, type PipelineTemplate } from '../state-machine.ts';

/** Who does the tasks of an execution. */
interface TaskWorker {
  readonly functions: LocalFunctions;
  readonly clock: Clock;
  /** At least 0 and below 1. */
  readonly random: () => number;
}

/** Longest wait before a step is tried again, in milliseconds: the template's own. */
const LONGEST_BACKOFF = 60_000;

/** The state machine of a template, whose tasks one simulated process does. */
export function simulatedMachine(template: PipelineTemplate, worker: TaskWorker): LocalStateMachine {
  const steps = INGEST_STEPS.map((step) => [step, (event: unknown) => doTask(step, event, worker)]);
  return localStateMachine(template, Object.fromEntries(steps), { retryInterval: 0 });
}

/** The interpreter tries again at once; the wait that the template asks for is waited here, in virtual time. */
async function doTask(step: IngestStep, event: unknown, { functions, clock, random }: TaskWorker): Promise<unknown> {
  try {
    return await functions.steps[step](event);
  } catch (cause) {
    const isRetryable = cause instanceof PipelineFailure && failureTraits(cause.name).retryable;
    if (isRetryable) await clock.sleep(random() * LONGEST_BACKOFF);
    throw cause;
  }
}
