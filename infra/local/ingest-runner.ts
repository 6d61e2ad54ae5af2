import type { LocalFunction } from './local-function.ts';
import type { LocalStateMachine } from './state-machine.ts';

/** An event that waits for admission, and an execution that waits to run: both survive the process. */
interface WaitingEvents {
  receive(max: number, visibilitySeconds: number): Promise<readonly { readonly id: string; readonly body: string }[]>;
  acknowledge(id: string): Promise<void>;
  release(id: string): Promise<void>;
  depth(): Promise<number>;
}

interface WaitingExecutions {
  /** Started and not finished, oldest first. */
  unfinished(): Promise<readonly { readonly name: string; readonly input: object }[]>;
  finish(name: string, status: 'succeeded' | 'failed'): Promise<void>;
}

export interface IngestRunner {
  /** Resolves when no event waits and no execution runs. Rejects when the runner was stopped or broke down. */
  drained(): Promise<void>;
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
  /** Told of a defect of the runner itself. */
  readonly onProblem: (problem: unknown) => void;
}

/** Milliseconds between two looks for work that another process may have left. */
const POLL_INTERVAL = 100;

/** Messages to one call of `admit`, as the event source mapping has it. */
const BATCH_SIZE = 10;

/** How long a received event stays hidden from others, in seconds: longer than `admit` may take. */
const VISIBILITY_SECONDS = 120;

/**
 * What SQS and Step Functions do on AWS: hands events to `admit` and runs the executions that it starts. An execution
 * that a killed process left unfinished is run again under its own name; its steps write what they wrote before.
 */
export function ingestRunner(options: IngestRunnerOptions): IngestRunner {
  const { events, executions, concurrency, onProblem } = options;
  const running = new Map<string, Promise<void>>();
  const waiters = new Set<{ readonly resolve: () => void; readonly reject: (reason: unknown) => void }>();
  let isStopped = false;

  const startWaiting = async () => {
    if (running.size >= concurrency) return;
    for (const { name, input } of await executions.unfinished()) {
      if (running.size >= concurrency) return;
      if (!running.has(name))
        running.set(
          name,
          run(name, input, options).finally(() => running.delete(name)),
        );
    }
  };
  const turn = async () => {
    await admitWaiting(options);
    await startWaiting();
    const isIdle = running.size === 0 && (await events.depth()) === 0 && (await executions.unfinished()).length === 0;
    if (isIdle) settle((waiter) => waiter.resolve());
  };
  const settle = (how: (waiter: { resolve: () => void; reject: (reason: unknown) => void }) => void) => {
    for (const waiter of waiters) how(waiter);
    waiters.clear();
  };
  const loop = async () => {
    while (!isStopped) {
      await turn().catch(onProblem);
      await Promise.race([pause(POLL_INTERVAL), ...running.values()]);
    }
    await Promise.all(running.values());
    settle((waiter) => waiter.reject(new Error('the runner was stopped')));
  };
  const ended = loop();

  return {
    drained: () => new Promise((resolve, reject) => waiters.add({ resolve, reject })),
    stop: () => {
      isStopped = true;
      return ended;
    },
  };
}

async function admitWaiting({ events, admit }: IngestRunnerOptions): Promise<void> {
  const messages = await events.receive(BATCH_SIZE, VISIBILITY_SECONDS);
  if (messages.length === 0) return;

  const batch = { Records: messages.map(({ id, body }) => ({ messageId: id, body })) };
  // A batch that failed as a whole is delivered again as a whole, as SQS does it.
  const outcome = (await admit(batch).catch(() => undefined)) as
    | { readonly batchItemFailures: readonly { readonly itemIdentifier: string }[] }
    | undefined;
  const failed = new Set(outcome?.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  for (const { id } of messages) {
    await (outcome === undefined || failed.has(id) ? events.release(id) : events.acknowledge(id));
  }
}

async function run(
  name: string,
  input: object,
  { machine, executions, onProblem }: IngestRunnerOptions,
): Promise<void> {
  try {
    const { status } = await machine.run(input);
    await executions.finish(name, status);
  } catch (problem) {
    onProblem(problem);
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
