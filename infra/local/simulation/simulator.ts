import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readSecretFile } from '#shared/adapters/local/key-file.ts';
import { wordpieceTokenCounter } from '#shared/adapters/portable/wordpiece-token-counter.ts';
import { LocalSettings } from '#shared/contracts/settings.ts';
import { LEASE_MILLISECONDS } from '#shared/domain/document-lifecycle.ts';
import { type FailureName, failureTraits } from '#shared/domain/failures.ts';
import { seededRandom } from '#shared/domain/statistics.ts';
import { redriveDocuments } from '#shared/runtime/redrive-documents.ts';
import { stubbedModels } from '../benchmark/stubbed-models.ts';
import { localExtraction } from '../local-extraction.ts';
import { MODEL_FILES } from '../local-models.ts';
import { type LocalPorts, openLocalPorts } from '../local-ports.ts';
import type { PipelineTemplate } from '../state-machine.ts';
import { checkSearch } from './check-search.ts';
import { checkEffects, checkSeen, checkState, type Fault } from './check-state.ts';
import { type FaultPlan, randomFaults } from './fault-plan.ts';
import { randomScenario, type Scenario } from './scenario.ts';
import { type SharedMachine, sharedMachine } from './shared-machine.ts';
import { operate, SIMULATED_RULE, SIMULATED_TENANT } from './simulated-bucket.ts';
import { type SimulatedWorld, simulatedWorld } from './simulated-world.ts';
import { type StateSnapshot, stateSnapshot } from './state-snapshot.ts';
import { type VirtualTime, virtualTime } from './virtual-time.ts';

/** How one run ended. The same seed gives the same result. */
export interface SimulationResult {
  readonly seed: number;
  readonly operations: number;
  /** Calls of ports by the product. */
  readonly calls: number;
  readonly crashes: number;
  readonly executions: number;
  /** Documents that were tried enough while faults lasted, and were sent again after them. */
  readonly redriven: number;
  /** Virtual time that passed, in seconds. */
  readonly seconds: number;
  readonly faults: readonly Fault[];
  readonly state: StateSnapshot;
  /** What happened, a line each, when it was asked for. */
  readonly transcript: readonly string[];
}

export interface SimulationOptions {
  readonly withTranscript?: boolean;
  /** In place of one drawn from the seed. */
  readonly scenario?: Scenario;
  /** Changes the ports of every process: for tests that take a defence away. */
  readonly decorate?: (ports: LocalPorts) => LocalPorts;
}

export interface Simulator {
  run(seed: number, options?: SimulationOptions): Promise<SimulationResult>;
  close(): Promise<void>;
}

/** Of a master key. */
const KEY_BYTES = 32;

/** Every run starts at this moment. */
const START = Date.UTC(2026, 0, 1);

/** Runs the whole product, but for its models, through scenarios in virtual time. */
export async function simulator(template: PipelineTemplate): Promise<Simulator> {
  // State in memory where the system has such a folder: what is simulated are crashes of the process, not of the disk.
  const root = await mkdtemp(path.join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'affidavit-simulation-'));
  const shared = {
    machine: sharedMachine(template),
    tokens: wordpieceTokenCounter(MODEL_FILES.embedder.tokenizerPath),
    extraction: localExtraction(),
  };
  return {
    run: async (seed, options = {}) => {
      const home = await mkdtemp(path.join(root, 'run-'));
      const random = seededRandom(seed);
      const transcript: string[] = [];
      const onTurn = (label: string, now: number) => transcript.push(`${stamp(now)}  ${label}`);
      const time = virtualTime({ start: START, random, ...(options.withTranscript && { onTurn }) });
      const base = await openBase(home, time, shared);
      try {
        const scenario = options.scenario ?? randomScenario(random);
        const outcome = await play(scenario, { base, time, random, ...shared, ...options });
        return { seed, transcript, state: await stateSnapshot(home, base), ...outcome };
      } finally {
        await base.close();
        await rm(home, { recursive: true, force: true });
      }
    },
    close: async () => {
      await shared.extraction.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}

async function openBase(
  home: string,
  time: VirtualTime,
  { tokens, extraction }: Pick<Parameters<typeof openLocalPorts>[0]['overrides'], 'tokens' | 'extraction'>,
): Promise<LocalPorts> {
  readSecretFile(path.join(home, 'keys', 'master'), () => new Uint8Array(KEY_BYTES)); // So that runs can be compared.
  const clock = time.clock('base');
  const { embedder, finder } = stubbedModels({ clock: { sleep: async () => undefined } });
  const overrides = {
    clock,
    embedder,
    finders: [finder],
    ...(tokens && { tokens }),
    ...(extraction && { extraction }),
  };
  const base = await openLocalPorts({ home, settings: LocalSettings.parse({ AFFIDAVIT_HOME: home }), overrides });
  await base.prepareIndex();
  await base.ledger.writeCollection(SIMULATED_RULE);
  return base;
}

interface Stage extends SimulationOptions {
  readonly base: LocalPorts;
  readonly time: VirtualTime;
  readonly random: () => number;
  readonly machine: SharedMachine;
}

async function play(scenario: Scenario, { base, time, random, machine, decorate }: Stage) {
  const seenBy = decorate?.(base) ?? base;
  const found: Promise<Fault[]>[] = [];
  const search = () => void found.push(time.turn('somebody: search', () => checkSearch(seenBy)));
  const plan = watchedPlan(randomFaults(scenario.faults, random), scenario.searches, search);
  const world = simulatedWorld({ ...scenario, base, machine, time, plan, random, decorate });
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
    return {
      operations: scenario.operations.length,
      calls: plan.calls(),
      crashes: world.crashes(),
      executions: await executionsOf(base),
      redriven,
      seconds: Math.round((time.now() - START) / 1_000),
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

function keysOf({ operations }: Scenario): string[] {
  return [...new Set(operations.map(({ key }) => key))];
}

/** Whether every change is told of. */
function isTold({ operations, delivery }: Scenario): boolean {
  return delivery.dropped === 0 && operations.every(({ kind }) => kind !== 'revive');
}

/** Whether nothing fails, so that nothing needs to be done again. */
function isUndisturbed({ faults: { rates, crashes, outages } }: Scenario): boolean {
  return rates.errors + rates.throttled + crashes.length + outages.length === 0;
}

/** How often something happened to each key that may have to be processed. */
function changesOf({ operations }: Scenario): ReadonlyMap<string, number> {
  const changes = new Map<string, number>();
  for (const { key } of operations) changes.set(key, (changes.get(key) ?? 0) + 1);
  return changes;
}

/** The plan, with somebody told when it is asked about one of these calls. */
function watchedPlan(plan: FaultPlan, numbers: readonly number[], onCall: () => void): FaultPlan {
  return {
    ...plan,
    faultOf: (name) => {
      if (numbers.includes(plan.calls())) onCall();
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

function stamp(now: number): string {
  return `+${((now - START) / 1_000).toFixed(1)} s`.padStart(12);
}
