import type { SqsBatchOutcome } from '#shared/contracts/events.ts';
import type { FailureName } from '#shared/domain/failures.ts';
import type { Attempt } from '#shared/domain/identity.ts';
import type { Clock } from '#shared/ports/clock.ts';
import { type DispatchPorts, dispatchAttempts, endExecution } from '#shared/runtime/dispatch-attempts.ts';
import type { LocalFunction } from './local-function.ts';
import type { ExecutionEnd, LocalStateMachine } from './state-machine.ts';

/** Events that wait for admission, and executions that wait to run: both survive the process. */
interface WaitingEvents {
  receive(max: number, visibilitySeconds: number): Promise<readonly { readonly id: number; readonly event: object }[]>;
  acknowledge(id: number): Promise<void>;
  release(id: number, failure: FailureName): Promise<void>;
}

interface StartedExecution {
  readonly name: string;
  readonly input: Attempt;
  /** How often it was begun. */
  readonly runs: number;
}

interface WaitingExecutions {
  /** Started and not finished, at most `max`: those that were begun come first, fewest runs first. */
  running(max: number): Promise<readonly StartedExecution[]>;
  /** Those of these names that were started and not finished. */
  unfinished(names: readonly string[]): Promise<readonly StartedExecution[]>;
  /** Counts a run before it begins, and says how many that makes. */
  begin(name: string): Promise<number>;
  finish(name: string, end: Pick<ExecutionEnd, 'outcome'>): Promise<void>;
}

export interface IngestRunner {
  /** Has it look for work now, for somebody has just left some. */
  wake(): void;
  /** Lets nothing new begin, and waits for what runs. */
  stop(): Promise<void>;
}

interface IngestRunnerOptions {
  readonly events: WaitingEvents;
  readonly executions: WaitingExecutions;
  readonly admit: LocalFunction;
  readonly machine: LocalStateMachine;
  /** The step that writes a failure down, for executions that cannot do so themselves. */
  readonly reject: LocalFunction;
  readonly clock: Clock;
  /** Milliseconds between two looks for work that another process may have left. */
  readonly pollInterval?: number | undefined;
  readonly dispatch: DispatchPorts;
  /** Told of a defect of the runner itself. */
  readonly onProblem: (problem: unknown) => void;
}

/** Milliseconds between two looks when nothing else is said and nobody wakes it. */
const POLL_INTERVAL = 100;

/** Messages to one call of `admit`, as the event source mapping has it. */
const BATCH_SIZE = 10;

/**
 * How long a received event stays hidden, in seconds: longer than `admit` takes here, and short, because that is how long
 * an event waits whose receiver was killed.
 */
const VISIBILITY_SECONDS = 10;

/** Runs of one execution, at most: as many as the tries of a step whose failure a document may cause itself. */
const MAX_RUNS = 3;

/**
 * What SQS and Step Functions do on AWS: hands events to `admit` and runs the executions that have a slot. An execution
 * that a killed process left unfinished is run again under its own name, as soon as there is a slot for it; its steps
 * write what they wrote before.
 *
 * One of those may be what ended the process, as a document can that exhausts its memory. So they run one by one, with
 * nothing beside them, which keeps the innocent out of it; one that never came to an end is rejected instead of begun
 * once more.
 */
export function ingestRunner(options: IngestRunnerOptions): IngestRunner {
  const { executions, dispatch, clock, pollInterval = POLL_INTERVAL, onProblem } = options;
  const running = new Map<string, Promise<void>>();
  let isAlone = false;
  let isStopped = false;
  let woken = Promise.withResolvers<void>();

  const start = (execution: StartedExecution) => {
    isAlone = execution.runs > 0;
    running.set(
      execution.name,
      run(execution, options).finally(() => running.delete(execution.name)),
    );
  };
  const startWaiting = async () => {
    await takeAgain(options, (name) => running.has(name));
    await dispatchAttempts(dispatch);
    if (isAlone && running.size > 0) return;
    const held = (await dispatch.slots.held()).filter((name) => !running.has(name));
    const waiting = held.length > 0 ? await executions.unfinished(held) : [];
    for (const execution of startable(waiting, running.size)) start(execution);
  };
  const loop = async () => {
    while (!isStopped) {
      woken = Promise.withResolvers(); // Before the look, which may miss what comes from here on.
      await admitWaiting(options).then(startWaiting).catch(onProblem);
      await Promise.race([clock.sleep(pollInterval), woken.promise, ...running.values()]);
    }
    await Promise.all(running.values());
  };
  const ended = loop();

  return {
    wake: () => woken.resolve(),
    stop: () => {
      isStopped = true;
      woken.resolve();
      return ended;
    },
  };
}

/** Which of those that wait to begin now: one that was begun before waits until nothing runs, and the others for it. */
function startable(waiting: readonly StartedExecution[], running: number): readonly StartedExecution[] {
  const suspect = waiting.find(({ runs }) => runs > 0);
  if (suspect === undefined) return waiting;
  return running === 0 ? [suspect] : [];
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

/** Takes one batch of events, as a call of the function on AWS does. */
export async function admitWaiting({ events, admit }: Pick<IngestRunnerOptions, 'events' | 'admit'>): Promise<void> {
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

async function run({ name, input }: StartedExecution, options: IngestRunnerOptions): Promise<void> {
  const { machine, executions, dispatch, clock, pollInterval = POLL_INTERVAL, onProblem } = options;
  try {
    const runs = await executions.begin(name);
    const end = runs > MAX_RUNS ? ({ outcome: 'RunCrashed', reachedEnd: false } as const) : await machine.run(input);
    if (!end.reachedEnd) await writeDown(end.outcome, input, options);
    await executions.finish(name, end);
    // Its last step did so already, unless that step itself failed.
    await endExecution(input, dispatch);
  } catch (problem) {
    onProblem(problem);
    await clock.sleep(pollInterval); // It counts as unfinished, and would be run again at once, for as long as that fails.
  }
}

/** What the state machine could not write down itself: otherwise the document would wait for its lease to run out. */
async function writeDown(outcome: string, input: object, { reject, onProblem }: IngestRunnerOptions): Promise<void> {
  await reject({ ...input, failure: { Error: outcome } }).catch(onProblem);
}
