import { AsyncLocalStorage } from 'node:async_hooks';
import { INGEST_STEPS, type IngestStep } from '#shared/contracts/steps.ts';
import { failureTraits, PipelineFailure } from '#shared/domain/failures.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { LocalFunctions } from '../local-functions.ts';
import { type LocalStateMachine, localStateMachine, type PipelineTemplate } from '../state-machine.ts';

/** Who does the tasks of an execution. */
export interface TaskWorker {
  readonly functions: LocalFunctions;
  readonly clock: Clock;
  /** At least 0 and below 1. */
  readonly random: () => number;
}

/** The state machine of a template, whose tasks are done by whichever process runs the execution. */
export interface SharedMachine {
  machineOf(worker: TaskWorker): LocalStateMachine;
}

/** Longest wait before a step is tried again, in milliseconds: the template's own. */
const LONGEST_BACKOFF = 60_000;

/** Built once, because the interpreter takes a tenth of a second to look through a definition. */
export function sharedMachine(template: PipelineTemplate): SharedMachine {
  const workers = new AsyncLocalStorage<TaskWorker>();
  const steps = INGEST_STEPS.map((step) => [step, (event: unknown) => doTask(step, event, workers.getStore())]);
  const machine = localStateMachine(template, Object.fromEntries(steps), { retryInterval: 0 });
  return {
    machineOf: (worker) => ({ ...machine, run: (input) => workers.run(worker, () => machine.run(input)) }),
  };
}

/** The interpreter tries again at once; the wait that the template asks for is waited here, in virtual time. */
async function doTask(step: IngestStep, event: unknown, worker: TaskWorker | undefined): Promise<unknown> {
  if (worker === undefined) throw new Error('a task ran outside of every process');
  try {
    return await worker.functions.steps[step](event);
  } catch (cause) {
    const isRetryable = cause instanceof PipelineFailure && failureTraits(cause.name).retryable;
    if (isRetryable) await worker.clock.sleep(worker.random() * LONGEST_BACKOFF);
    throw cause;
  }
}
