import path from 'node:path';
import type { LocalSettings } from '#shared/contracts/local-settings.ts';
import { type Caller, EVERYONE } from '#shared/domain/access.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import type { ObjectEvent } from '#shared/domain/object-event.ts';
import type { Ledger } from '#shared/ports/ledger.ts';
import { reconcileAll } from '#shared/runtime/reconcile/reconcile-all.ts';
import { type Gateway, localGateway } from './gateway.ts';
import { type IngestRunner, ingestRunner } from './ingest-runner.ts';
import { type InstanceLock, runningInstance, takeInstanceLock } from './instance-lock.ts';
import { type LocalFunctions, localFunctions } from './local-functions.ts';
import { type LocalPorts, openLocalPorts, type PortOverrides } from './local-ports.ts';
import { LOCAL_COLLECTION, LOCAL_TENANT } from './local-tenant.ts';
import { pipelineTemplate } from './pipeline-template.ts';
import { sendEvent } from './send-event.ts';
import { localStateMachine, type PipelineTemplate } from './state-machine.ts';

/** The product on this machine: the functions, over the ports of a state folder. */
export interface Stack {
  readonly home: string;
  readonly settings: LocalSettings;
  readonly ports: LocalPorts;
  readonly gateway: Gateway;
  /** Held by the process that takes documents in. */
  readonly lock: InstanceLock | undefined;
  /** Signs a token for the API, valid for so many seconds. */
  issueToken(caller: Caller, expiresInSeconds: number): Promise<string>;
  /** Sends a key through admission, as an event about it would. */
  announce(key: string): Promise<void>;
  /** Whether no event waits and no execution runs, here or in the process that holds the state folder. */
  isIdle(): Promise<boolean>;
  /** Resolves once it is idle. */
  settled(): Promise<void>;
  /** A short rest between two looks. */
  pause(): Promise<void>;
  close(): Promise<void>;
}

export interface OpenStackOptions {
  readonly settings: LocalSettings;
  /** Whether to take documents in (events, executions), unless another process does already. */
  readonly runsIngest?: boolean;
  /** Whether to leave out the pass of the reconciler that ingest begins with: for whoever runs one of its own. */
  readonly skipsReconcile?: boolean;
  /** Whether to refuse to open when another process takes documents in. */
  readonly isAlone?: boolean;
  /** Told of a defect in the background. */
  readonly onProblem?: (problem: unknown) => void;
  /** Ports to put in place of those that the settings give; for tests and benchmarks. */
  readonly overrides?: PortOverrides;
  /** The template whose state machine to run, in place of the synthesized one; for tests. */
  readonly template?: PipelineTemplate;
  /** Milliseconds between two tries of a step, in place of the template's own seconds; for tests. */
  readonly retryInterval?: number;
  /** Seconds that a step may take, in place of as many as a whole execution may; for tests. */
  readonly stepTimeoutSeconds?: number;
}

/** Milliseconds between two looks at the queue: a look takes some hundredths of one. */
const PAUSE = 20;

/** Opens the state folder. Beside a started stack, `runsIngest` finds the lock taken and leaves the work to it. */
export async function openStack(options: OpenStackOptions): Promise<Stack> {
  const { settings, runsIngest = false, overrides = {} } = options;
  const home = path.resolve(settings.AFFIDAVIT_HOME);
  const lock = runsIngest ? takeInstanceLock(home) : undefined;
  if (lock !== undefined && 'heldBy' in lock && options.isAlone) throw alreadyRunning(lock.heldBy);
  const held = lock !== undefined && 'release' in lock ? lock : undefined;

  const opened: { ports?: LocalPorts } = {};
  try {
    opened.ports = await openLocalPorts({ home, settings, overrides });
    return await compose(home, opened.ports, held, options);
  } catch (cause) {
    await opened.ports?.close();
    held?.release();
    throw cause;
  }
}

async function compose(
  home: string,
  ports: LocalPorts,
  lock: InstanceLock | undefined,
  options: OpenStackOptions,
): Promise<Stack> {
  await declareInbox(ports.ledger);
  const functions = localFunctions(ports, options.stepTimeoutSeconds);
  const running: { runner?: IngestRunner } = {};
  const send = async (event: ObjectEvent) => {
    await sendEvent(functions, event);
    running.runner?.wake();
  };
  const announce = (key: string) => send({ bucket: ports.store.bucket, key });
  ports.onChange(send);
  const runner = lock && (await startRunner(ports, functions, options));
  if (runner) running.runner = runner;
  const isIdle = async () => {
    if (runner === undefined) assertSomebodyWorks(home);
    const { waiting, inFlight } = await ports.queue.depth();
    if (waiting + inFlight + (await ports.slots.waiting()) > 0) return false;
    return (await ports.executions.running(1)).length === 0;
  };

  return {
    ...{ home, settings: options.settings, ports, gateway: localGateway(functions), lock, announce, isIdle, pause },
    issueToken: async (caller, seconds) => ports.issueToken(caller, seconds),
    settled: async () => {
      while (!(await isIdle())) await pause();
    },
    close: async () => {
      await runner?.stop();
      if (lock) ports.checkpoint();
      await ports.close();
      lock?.release();
    },
  };
}

/** Opens the state folder for one command and closes it again, whatever happens. */
export async function withStack<T>(options: OpenStackOptions, work: (stack: Stack) => Promise<T>): Promise<T> {
  const stack = await openStack(options);
  try {
    return await work(stack);
  } finally {
    await stack.close();
  }
}

/** The collection that a user's own files go into when nothing else is said: open to everyone in the one local tenant. */
async function declareInbox(ledger: Ledger): Promise<void> {
  const known = await ledger.collection(LOCAL_TENANT, LOCAL_COLLECTION);
  const rule = { tenantId: LOCAL_TENANT, collection: LOCAL_COLLECTION, access: [EVERYONE], policy: 'strict' } as const;
  if (known === undefined) await ledger.writeCollection(rule);
}

async function startRunner(
  ports: LocalPorts,
  functions: LocalFunctions,
  { settings, template, retryInterval, skipsReconcile, onProblem = () => undefined }: OpenStackOptions,
): Promise<IngestRunner> {
  await ports.prepareIndex();
  const synthesized = template ?? (await pipelineTemplate(path.join(path.resolve(settings.AFFIDAVIT_HOME), 'cache')));
  const machine = localStateMachine(synthesized, functions.steps, { retryInterval });
  await ports.queue.reclaim();
  await ports.slots.reclaim();
  // From the start each time: an event may have been lost of what a pass that was cut short had looked at.
  if (!skipsReconcile) await reconcileAll(ports, { isResumable: false }, new AbortController().signal);
  const { queue, executions, clock } = ports;
  const { admit, steps } = functions;
  return ingestRunner({
    ...{ events: queue, executions, admit, machine, reject: steps.reject },
    ...{ dispatch: ports, clock, onProblem },
  });
}

function assertSomebodyWorks(home: string): void {
  if (runningInstance(home) !== undefined) return;
  throw new PipelineFailure('DependencyUnavailable', 'the instance that took documents in has ended');
}

function alreadyRunning(address: string): PipelineFailure {
  const where = address === '' ? 'a command is at work on the state folder' : `an instance is running at ${address}`;
  return new PipelineFailure('AlreadyRunning', where);
}

function pause(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, PAUSE);
  });
}
