import type { SqsBatchOutcome } from '#shared/contracts/events.ts';
import type { FailureName } from '#shared/domain/failures.ts';
import type { Attempt } from '#shared/domain/identity.ts';
import { type DispatchPorts, dispatchAttempts, endExecution } from '#shared/runtime/dispatch-attempts.ts';
import type { LocalFunction } from './local-function.ts';
import type { LocalStateMachine } from './state-machine.ts';

/** Events that wait for admission, and executions that wait to run: both survive the process. */
interface WaitingEvents {
  receive(max: number, visibilitySeconds: number): Promise<readonly { readonly id: number; readonly event: object }[]>;
  acknowledge(id: number): Promise<void>;
  release(id: number, failure: FailureName): Promise<void>;
}

interface StartedExecution {
  readonly name: string;
  readonly input: Attempt;
}

interface WaitingExecutions {
  /** Started and not finished, oldest first, at most `max`. */
  running(max?: number): Promise<readonly StartedExecution[]>;
  /** Those of these names that were started and not finished. */
  unfinished(names: readonly string[]): Promise<readonly StartedExecution[]>;
  finish(name: string, outcome: 'succeeded' | FailureName): Promise<void>;
}

export interface IngestRunner {
  /** Lets nothing new begin, and waits for what runs. */
  stop(): Promise<void>;
}

interface IngestRunnerOptions {
  readonly events: WaitingEvents;
  readonly executions: WaitingExecutions;
  readonly admit: LocalFunction;
  readonly machine: LocalStateMachine;
  readonly dispatch: DispatchPorts;
  /** Told of a defect of the runner itself. */
  readonly onProblem: (problem: unknown) => void;
}

/** Milliseconds between two looks for work that another process may have left. */
const POLL_INTERVAL = 100;

/** Messages to one call of `admit`, as the event source mapping has it. */
const BATCH_SIZE = 10;

/**
 * How long a received event stays hidden, in seconds: longer than `admit` takes here, and short, because that is how long
 * an event waits whose receiver was killed.
 */
const VISIBILITY_SECONDS = 10;

/**
 * What SQS and Step Functions do on AWS: hands events to `admit` and runs the executions that have a slot. An execution
 * that a killed process left unfinished is run again under its own name, as soon as there is a slot for it; its steps
 * write what they wrote before.
 */
export function ingestRunner(options: IngestRunnerOptions): IngestRunner {
  const { executions, dispatch, onProblem } = options;
  const running = new Map<string, Promise<void>>();
  let isStopped = false;

  const startWaiting = async () => {
    await takeAgain(options, (name) => running.has(name));
    await dispatchAttempts(dispatch);
    const held = (await dispatch.slots.held()).filter((name) => !running.has(name));
    for (const { name, input } of held.length > 0 ? await executions.unfinished(held) : []) {
      running.set(
        name,
        run(name, input, options).finally(() => running.delete(name)),
      );
    }
  };
  const loop = async () => {
    while (!isStopped) {
      await admitWaiting(options).then(startWaiting).catch(onProblem);
      await Promise.race([pause(POLL_INTERVAL), ...running.values()]);
    }
    await Promise.all(running.values());
  };
  const ended = loop();

  return {
    stop: () => {
      isStopped = true;
      return ended;
    },
  };
}

/** What was begun and lost its slot goes before what waits, as far as slots are free. */
async function takeAgain(
  { executions, dispatch: { slots, slotLimits } }: IngestRunnerOptions,
  isRunning: (name: string) => boolean,
): Promise<void> {
  const held = new Set(await slots.held());
  // No more than can be begun: of ten thousand, reading all at each look would take longer than the work.
  for (const { name, input } of await executions.running(2 * slotLimits.total)) {
    if (isRunning(name) || held.has(name) || held.size >= slotLimits.total) continue;
    await slots.renew(input);
    held.add(name);
  }
}

async function admitWaiting({ events, admit }: IngestRunnerOptions): Promise<void> {
  const messages = await events.receive(BATCH_SIZE, VISIBILITY_SECONDS);
  if (messages.length === 0) return;

  const batch = { Records: messages.map(({ id, event }) => ({ messageId: String(id), body: JSON.stringify(event) })) };
  // A batch that failed as a whole is delivered again as a whole, as SQS does it.
  const outcome = (await admit(batch).catch(() => undefined)) as SqsBatchOutcome | undefined;
  const failed = new Set(outcome?.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  for (const { id } of messages) {
    const isDone = outcome !== undefined && !failed.has(String(id));
    await (isDone ? events.acknowledge(id) : events.release(id, 'DependencyUnavailable'));
  }
}

async function run(
  name: string,
  input: Attempt,
  { machine, executions, dispatch, onProblem }: IngestRunnerOptions,
): Promise<void> {
  try {
    await executions.finish(name, await machine.run(input));
    // Its last step did so already, unless that step itself failed.
    await endExecution(input, dispatch);
  } catch (problem) {
    onProblem(problem);
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
