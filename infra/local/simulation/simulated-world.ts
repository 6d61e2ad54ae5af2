import type { ObjectEvent } from '#shared/domain/object-event.ts';
import { reconcileAll } from '#shared/runtime/reconcile/reconcile-all.ts';
import { admitWaiting, ingestRunner } from '../ingest-runner.ts';
import { type LocalFunctions, localFunctions } from '../local-functions.ts';
import type { LocalPorts } from '../local-ports.ts';
import type { PipelineTemplate } from '../state-machine.ts';
import { eventDelivery } from './event-delivery.ts';
import { type FaultPlan, NO_FAULTS, randomFaults } from './fault-plan.ts';
import { faultyPorts } from './faulty-ports.ts';
import type { Delivery } from './scenario.ts';
import { simulatedMachine } from './simulated-machine.ts';
import { type SimulatedProcess, simulatedProcess } from './simulated-process.ts';
import type { VirtualTime } from './virtual-time.ts';

/** Milliseconds of virtual time between two looks for work: seldom, for each look is work of its own. */
const POLL_INTERVAL = 20_000;

/** A process that was killed is started again within so many milliseconds. */
const LONGEST_DOWNTIME = 60_000;

interface WorldOptions {
  readonly base: LocalPorts;
  readonly template: PipelineTemplate;
  readonly time: VirtualTime;
  readonly plan: FaultPlan;
  readonly delivery: Delivery;
  readonly random: () => number;
  /** Whether a start looks for what it was not told of, as on one machine; on AWS nothing ever starts as a whole. */
  readonly looksAtStart: boolean;
  /** Batches of events that are admitted at once, as functions on AWS are; 1 on one machine. */
  readonly admitters: number;
  /** Changes the ports of every process: for tests that take a defence away. */
  readonly decorate?: ((ports: LocalPorts) => LocalPorts) | undefined;
}

export interface SimulatedWorld {
  emit(event: ObjectEvent): void;
  /** Whether no event is on its way, and everything that was started has ended. */
  isAtRest(): Promise<boolean>;
  /** Ends all faults. */
  heal(): void;
  /** One look of the reconciler at everything. What it finds is done afterwards. */
  reconcile(): Promise<void>;
  crashes(): number;
  /** Lets go of what hangs in dead processes. */
  close(): void;
}

/** One process at work on the state. */
interface Incarnation {
  readonly process: SimulatedProcess;
  readonly ports: LocalPorts;
  readonly functions: LocalFunctions;
}

/** The product at work in simulated processes, one after the other, each started anew when the last one was killed. */
export function simulatedWorld(options: WorldOptions): SimulatedWorld {
  const { base, time, random } = options;
  const clock = time.clock('event');
  const processes: SimulatedProcess[] = [];
  const plan = replaceablePlan(options.plan);

  const live = (): Incarnation => {
    const incarnation = incarnate(options, plan);
    processes.push(incarnation.process);
    void incarnation.process.died.then(liveAgain);
    void work(incarnation, options);
    return incarnation;
  };
  const liveAgain = async () => {
    await clock.sleep(random() * LONGEST_DOWNTIME);
    current = live();
  };
  let current = live();
  const delivery = eventDelivery({ ...options.delivery, clock, random, receiver: () => current });

  return {
    emit: delivery.emit,
    heal: () => plan.replace(randomFaults(NO_FAULTS, random)),
    crashes: () => processes.length - 1,
    reconcile: () => reconcile(current),
    isAtRest: async () => {
      if (delivery.onTheirWay() > 0 || !current.process.isAlive()) return false;
      const { waiting, inFlight } = await base.queue.depth();
      const listed = await base.slots.waiting();
      return waiting + inFlight + listed === 0 && (await base.executions.running(1)).length === 0;
    },
    close: () => {
      for (const process of processes) process.bury();
    },
  };
}

function replaceablePlan(first: FaultPlan) {
  let plan = first;
  return {
    calls: () => plan.calls(),
    faultOf: (name: string) => plan.faultOf(name),
    replace: (next: FaultPlan) => {
      plan = next;
    },
  };
}

function incarnate({ base, time, decorate = (ports) => ports }: WorldOptions, plan: FaultPlan): Incarnation {
  const process = simulatedProcess();
  const ports = faultyPorts(decorate(base), { time, plan, process });
  return { process, ports, functions: localFunctions(ports) };
}

/** What a start of the stack does, up to its end. */
async function work(incarnation: Incarnation, options: WorldOptions): Promise<void> {
  const { template, random, looksAtStart, admitters } = options;
  const { process, ports, functions } = incarnation;
  try {
    await ports.queue.reclaim();
    await ports.slots.reclaim();
    if (looksAtStart) await reconcile(incarnation);
  } catch {
    process.kill(); // A start that fails ends the process; whoever watches it starts it again.
    return;
  }
  ingestRunner({
    ...{ events: ports.queue, admit: functions.admit, executions: ports.executions, reject: functions.steps.reject },
    machine: simulatedMachine(template, { functions, clock: ports.clock, random }),
    ...{ dispatch: ports, clock: ports.clock, pollInterval: POLL_INTERVAL },
    onProblem: () => undefined, // Faults are what is simulated; what they lead to is looked at in the end.
  });
  for (let more = 1; more < admitters; more += 1) void admitForEver(incarnation);
}

async function admitForEver({ process, ports, functions }: Incarnation): Promise<void> {
  while (process.isAlive()) {
    await admitWaiting({ events: ports.queue, admit: functions.admit }).catch(() => undefined);
    await ports.clock.sleep(POLL_INTERVAL);
  }
}

async function reconcile({ ports }: Incarnation): Promise<void> {
  await reconcileAll(ports, { isResumable: false }, new AbortController().signal);
}
