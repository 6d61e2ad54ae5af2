import type { SqsBatchOutcome } from '#shared/contracts/events.ts';
import type { FailureName } from '#shared/domain/failures.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { LocalFunction } from './local-function.ts';
import type { LocalStateMachine } from './state-machine.ts';

/** Events that wait for admission, and executions that wait to run: both survive the process. */
interface WaitingEvents {
  receive(max: number, visibilitySeconds: number): Promise<readonly { readonly id: number; readonly event: object }[]>;
  acknowledge(id: number): Promise<void>;
  release(id: number, failure: FailureName): Promise<void>;
}

interface WaitingExecutions {
  /** Started and not finished, oldest first, at most `max`. */
  running(max: number): Promise<readonly { readonly name: string; readonly input: object }[]>;
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
  /** Executions that run at once. */
  readonly concurrency: number;
  readonly clock: Clock;
  /** Milliseconds between two looks for work that another process may have left. */
  readonly pollInterval?: number | undefined;
  /** Told of a defect of the runner itself. */
  readonly onProblem: (problem: unknown) => void;
}

/** Milliseconds between two looks when nothing else is said: nobody sees the difference. */
const POLL_INTERVAL = 100;

/** Messages to one call of `admit`, as the event source mapping has it. */
const BATCH_SIZE = 10;

/**
 * How long a received event stays hidden, in seconds: longer than `admit` takes here, and short, because that is how long
 * an event waits whose receiver was killed.
 */
const VISIBILITY_SECONDS = 10;

/**
 * What SQS and Step Functions do on AWS: hands events to `admit` and runs the executions that it starts. An execution
 * that a killed process left unfinished is run again under its own name; its steps write what they wrote before.
 */
export function ingestRunner(options: IngestRunnerOptions): IngestRunner {
  const { executions, concurrency, clock, pollInterval = POLL_INTERVAL, onProblem } = options;
  const running = new Map<string, Promise<void>>();
  let isStopped = false;

  const startWaiting = async () => {
    // No more than can be begun: of ten thousand that wait, reading all at each look would take longer than the work.
    const waiting = running.size < concurrency ? await executions.running(running.size + concurrency) : [];
    for (const { name, input } of waiting.filter((execution) => !running.has(execution.name))) {
      if (running.size >= concurrency) return;
      running.set(
        name,
        run(name, input, options).finally(() => running.delete(name)),
      );
    }
  };
  const loop = async () => {
    while (!isStopped) {
      await admitWaiting(options).then(startWaiting).catch(onProblem);
      await Promise.race([clock.sleep(pollInterval), ...running.values()]);
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
  input: object,
  { machine, executions, onProblem }: IngestRunnerOptions,
): Promise<void> {
  try {
    await executions.finish(name, await machine.run(input));
  } catch (problem) {
    onProblem(problem);
  }
}
