import { LEDGER_SCHEMA } from '#shared/adapters/local/ledger-schema.ts';
import { openDatabase } from '#shared/adapters/local/open-database.ts';
import { sqliteSlots } from '#shared/adapters/local/sqlite-slots.ts';
import { type Attempt, executionNameOf } from '#shared/domain/identity.ts';
import { SLOT_RENEWAL_MILLISECONDS, type SlotLimits, type WorkClass } from '#shared/domain/slots.ts';
import { percentile, seededRandom } from '#shared/domain/statistics.ts';
import type { Slots } from '#shared/ports/slots.ts';
import { dispatchAttempts, endExecution } from '#shared/runtime/dispatch-attempts.ts';
import { manualClock } from '../doubles/manual-clock.ts';
import { recordedMetrics } from '../doubles/recorded-metrics.ts';
import { documentRecord } from '../doubles/sample-records.ts';
import type { FaultRow } from '../faults/fault-table.ts';

export interface FairnessOptions {
  /** Documents that the one tenant sends at once. */
  readonly noisy: number;
  /** Documents of each of the 19 others, spread over the time of the run. */
  readonly each: number;
  /** What the noisy tenant's documents are. */
  readonly noisyClass?: WorkClass;
  readonly seed?: number;
  readonly limits?: SlotLimits;
  /** Puts slots in the place of the embedded ones. */
  readonly under?: (slots: Slots) => Slots;
}

const OTHERS = 19;

/** Seconds that a document takes, evenly spread. */
const SERVICE = { least: 2, most: 30 } as const;

/** Of all slots, what the 19 others keep busy on average. */
const LOAD = 0.4;

/**
 * The others' documents beside one tenant that sends many at once, over the embedded slots in virtual time, compared
 * with the same documents without that tenant. Held while their p95 dwell is at most twice the quiet one.
 */
export async function fairnessRow(options: FairnessOptions): Promise<FaultRow & { readonly ratio: number }> {
  const quiet = await simulateSlots({ ...options, noisy: 0 });
  const noisy = await simulateSlots(options);
  const ratio = percentile(noisy.dwells, 95) / percentile(quiet.dwells, 95);
  const { lost, doubled } = noisy;
  const verdict = lost + doubled === 0 && ratio <= 2 ? 'held' : 'broken';
  const scenario = `20 tenants, one sends ${options.noisy} documents at once`;
  return { scenario, cases: options.noisy + OTHERS * options.each, lost, doubled, verdict, ratio };
}

/** The same, with a backfill for what the one sends. Held while it never has more than half of the slots. */
export async function backfillRow(options: FairnessOptions): Promise<FaultRow> {
  const { total } = options.limits ?? LIMITS;
  const { lost, doubled, mostBackfills } = await simulateSlots({ noisyClass: 'backfill', ...options });
  const verdict = lost + doubled === 0 && mostBackfills > 0 && mostBackfills <= total / 2 ? 'held' : 'broken';
  const scenario = `a backfill of ${options.noisy} documents beside 19 tenants`;
  return { scenario, cases: options.noisy + OTHERS * options.each, lost, doubled, verdict };
}

const LIMITS: SlotLimits = { total: 4, perTenant: 4 };

interface Arrival {
  readonly at: number;
  readonly run: Attempt;
  readonly workClass: WorkClass;
  readonly serviceMs: number;
}

interface Running {
  readonly arrival: Arrival;
  readonly endsAt: number;
  renewAt: number;
}

/** One run to the end of all documents. `dwells` are the others', in milliseconds from arrival to end. */
async function simulateSlots(options: FairnessOptions) {
  const { limits = LIMITS, under = (slots: Slots) => slots } = options;
  const clock = manualClock(0);
  const database = openDatabase(':memory:', LEDGER_SCHEMA);
  const slots = under(sqliteSlots(database, { clock }));
  const arrivals = arrivalsOf(options, limits);
  const byName = new Map(arrivals.map((arrival) => [executionNameOf(arrival.run), arrival]));
  const running = new Map<string, Running>();
  const counts = { doubled: 0, mostBackfills: 0 };
  const ended = new Map<string, number>();

  const start = async (name: string) => {
    const arrival = byName.get(name);
    if (arrival === undefined || running.has(name) || ended.has(name)) counts.doubled += 1;
    else running.set(name, { arrival, endsAt: clock.now() + arrival.serviceMs, renewAt: renewal(clock.now()) });
    const backfills = [...running.values()].filter((one) => one.arrival.workClass === 'backfill');
    counts.mostBackfills = Math.max(counts.mostBackfills, backfills.length);
  };
  const current = (tenantId: string, documentId: string) =>
    documentRecord({ tenantId, documentId, status: 'running', source: { versionId: 'v1', bytes: 1 } });
  const ledger = { document: async (tenantId: string, documentId: string) => current(tenantId, documentId) };
  const ports = { slots, ledger, orchestrator: { start }, slotLimits: limits, metrics: recordedMetrics() };

  const waiting = [...arrivals];
  for (let at = nextTime(waiting, running); at !== undefined; at = nextTime(waiting, running)) {
    clock.advance((at - clock.now()) / 1_000);
    for (let [next] = waiting; next !== undefined && next.at <= at; [next] = waiting) {
      waiting.shift();
      await slots.enqueue(next.run, next.workClass);
    }
    for (const [name, one] of [...running]) {
      if (one.renewAt <= at) await slots.renew(one.arrival.run);
      if (one.renewAt <= at) one.renewAt = renewal(at);
      if (one.endsAt > at) continue;
      running.delete(name);
      ended.set(name, at);
      await endExecution(one.arrival.run, ports);
    }
    await dispatchAttempts(ports);
  }
  database.close();

  const dwells = [...ended].flatMap(([name, at]) => {
    const arrival = byName.get(name);
    return arrival === undefined || arrival.run.tenantId === NOISY ? [] : [at - arrival.at];
  });
  return { ...counts, dwells, lost: arrivals.length - ended.size };
}

const NOISY = 'noisy';

function arrivalsOf({ noisy, each, noisyClass = 'live', seed = 1 }: FairnessOptions, { total }: SlotLimits): Arrival[] {
  const random = seededRandom(seed);
  const meanMs = ((SERVICE.least + SERVICE.most) / 2) * 1_000;
  const spanMs = (OTHERS * each * meanMs) / (total * LOAD);
  const arrival = (tenantId: string, number: number, at: number, workClass: WorkClass): Arrival => {
    const run = { tenantId, documentId: `${tenantId}-${number}`, versionId: 'v1', attempt: 1 };
    const serviceMs = Math.round((SERVICE.least + random() * (SERVICE.most - SERVICE.least)) * 1_000);
    return { at, run, workClass, serviceMs };
  };
  const others = Array.from({ length: OTHERS * each }, (_, at) =>
    arrival(`tenant-${at % OTHERS}`, at, Math.round(random() * spanMs), 'live'),
  );
  const many = Array.from({ length: noisy }, (_, at) => arrival(NOISY, at, 0, noisyClass));
  return [...many, ...others].toSorted((a, b) => a.at - b.at);
}

function nextTime([first]: readonly Arrival[], running: ReadonlyMap<string, Running>): number | undefined {
  const times = [...running.values()].flatMap(({ endsAt, renewAt }) => [endsAt, renewAt]);
  const next = Math.min(first?.at ?? Number.POSITIVE_INFINITY, ...times);
  return Number.isFinite(next) ? next : undefined;
}

function renewal(now: number): number {
  return now + SLOT_RENEWAL_MILLISECONDS;
}
