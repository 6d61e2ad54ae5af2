import { LEASE_MILLISECONDS } from '#shared/domain/document-lifecycle.ts';
import { type FailureName, failureTraits, PipelineFailure } from '#shared/domain/failures.ts';
import { redriveDocuments } from '#shared/runtime/redrive-documents.ts';
import type { LocalPorts } from '../local-ports.ts';
import type { PipelineTemplate } from '../state-machine.ts';
import { checkSearch } from './check-search.ts';
import { checkEffects, checkSeen, checkState, type Fault } from './check-state.ts';
import { type FaultPlan, randomFaults } from './fault-plan.ts';
import { changesOf, isTold, isUndisturbed, keysOf, type Scenario } from './scenario.ts';
import { operate, SIMULATED_TENANT } from './simulated-bucket.ts';
import { type SimulatedWorld, simulatedWorld } from './simulated-world.ts';
import type { VirtualTime } from './virtual-time.ts';

/** How a scenario ended. */
export interface Outcome {
  readonly operations: number;
  /** Calls of ports by the product while faults lasted. */
  readonly calls: number;
  readonly crashes: number;
  readonly executions: number;
  /** Documents that were tried enough while faults lasted, and were sent again after them. */
  readonly redriven: number;
  /** Virtual time that passed, in seconds. */
  readonly seconds: number;
  readonly faults: readonly Fault[];
}

/** What a scenario is played on. */
export interface Stage {
  readonly base: LocalPorts;
  readonly time: VirtualTime;
  /** At least 0 and below 1. */
  readonly random: () => number;
  /** Holds the state machine. */
  readonly template: PipelineTemplate;
  /** Changes the ports of every process: for tests that take a defence away. */
  readonly decorate?: (ports: LocalPorts) => LocalPorts;
}

/** Plays a scenario to its end, and looks at what it left. What never comes to rest is a fault like any other. */
export async function playScenario(scenario: Scenario, stage: Stage): Promise<Outcome> {
  try {
    return await play(scenario, stage);
  } catch (cause) {
    if (!(cause instanceof PipelineFailure && cause.name === 'FunctionTimedOut')) throw cause;
    const faults: Fault[] = [{ key: '*', kind: 'lost', detail: cause.message }];
    return {
      operations: scenario.operations.length,
      calls: 0,
      crashes: 0,
      executions: 0,
      redriven: 0,
      seconds: 0,
      faults,
    };
  }
}

async function play(scenario: Scenario, { base, time, random, template, decorate }: Stage): Promise<Outcome> {
  const startedAt = time.now();
  const seenBy = decorate?.(base) ?? base;
  const found: Promise<Fault[]>[] = [];
  const search = () => void found.push(time.turn('somebody: search', () => checkSearch(seenBy)));
  const plan = watchedPlan(randomFaults(scenario.faults, random), () => random() < scenario.searches && search());
  const world = simulatedWorld({ ...scenario, base, template, time, plan, random, decorate });
  base.onChange(async (event) => world.emit(event));
  try {
    await performAll(scenario, base, time, world);
    world.heal();
    await settle(time, world, Promise.resolve());
    const { dead } = await base.queue.depth(); // Put aside after too many tries: that is said, and can be sent again.
    const faults =
      isTold(scenario) && dead === 0 ? await checkSeen(keysOf(scenario), isUndisturbed(scenario), base) : [];
    await settle(time, world, world.reconcile());
    if (isUndisturbed(scenario)) faults.push(...(await checkEffects(changesOf(scenario), base)));
    time.skip(LEASE_MILLISECONDS + 1); // Whatever hangs is taken for dead by then.
    await settle(time, world, world.reconcile());
    const redriven = await redrive(base);
    await settle(time, world, Promise.resolve());
    await settle(time, world, world.reconcile()); // Sweeps what attempts left that were current at the last look.
    return {
      operations: scenario.operations.length,
      calls: plan.calls(),
      crashes: world.crashes(),
      executions: await executionsOf(base),
      redriven,
      seconds: Math.round((time.now() - startedAt) / 1_000),
      faults: [
        ...faults,
        ...(await Promise.all(found)).flat(),
        ...(await checkState(keysOf(scenario), base)),
        ...(await checkSearch(seenBy)),
      ],
    };
  } finally {
    world.close();
  }
}

/** Calls around which what can be found changes. */
const SEARCHED_DURING = [
  'index.write',
  'index.setAccess',
  'artifacts.read',
  'ledger.writeDocument',
  'index.removeAttempt',
];

/** The plan, with somebody told when it is asked about one of these calls. */
function watchedPlan(plan: FaultPlan, onCall: () => void): FaultPlan {
  return {
    ...plan,
    faultOf: (name) => {
      if (SEARCHED_DURING.includes(name)) onCall();
      return plan.faultOf(name);
    },
  };
}

/** Everything that is done to the bucket, each in its own time, and all that follows from it. */
async function performAll(
  { operations }: Scenario,
  { store }: LocalPorts,
  time: VirtualTime,
  world: SimulatedWorld,
): Promise<void> {
  const clock = time.clock('somebody');
  const done = operations.map(async (operation) => {
    await clock.sleep(operation.at);
    await time.turn(`somebody: ${operation.kind} ${operation.key}`, () => operate(store, operation));
  });
  await settle(time, world, Promise.all(done));
}

/** Lets time run until the work is done and nothing that it started goes on. */
async function settle(time: VirtualTime, world: SimulatedWorld, work: Promise<unknown>): Promise<void> {
  let isDone = false;
  const ended = work.then(() => {
    isDone = true;
  });
  await time.run(async () => isDone && (await world.isAtRest()));
  await ended;
}

/** Sends again what was rejected for a reason that passes. How many. */
async function redrive(ports: LocalPorts): Promise<number> {
  const { documents } = await ports.ledger.listDocuments(SIMULATED_TENANT, { status: 'rejected', limit: 100 });
  const reasons = new Set(documents.flatMap(({ failure }) => (failure ? [failure.name] : [])).filter(isPassing));
  let sent = 0;
  for (const reason of reasons) {
    const selection = { tenantId: SIMULATED_TENANT, reason, since: 0, isDryRun: false };
    const outcome = await redriveDocuments(selection, ports, () => undefined, new AbortController().signal);
    sent += outcome.sent.length;
  }
  return sent;
}

/** A crash is not the document's fault here. */
function isPassing(name: FailureName): boolean {
  return failureTraits(name).retryable || name === 'RunCrashed';
}

async function executionsOf({ ledger, executions }: LocalPorts): Promise<number> {
  const { documents } = await ledger.listDocuments(SIMULATED_TENANT, { limit: 100 });
  const histories = await Promise.all(documents.map(({ documentId }) => executions.history(documentId)));
  return histories.flat().length;
}
