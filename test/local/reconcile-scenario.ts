import type { LocalPorts } from '#infra/local/local-ports.ts';
import type { ReconcileCounts } from '#shared/contracts/reconcile.ts';
import { seededRandom } from '#shared/domain/statistics.ts';
import { reconcileAll } from '#shared/runtime/reconcile/reconcile-all.ts';
import { type IngestStack, ingestStack } from '../doubles/ingest-stack.ts';

/** Share of the events that are dropped. */
const DROPPED = 0.05;

/** What became of a store of documents, some of whose events were lost, after two passes of the reconciler. */
export interface DroppedEvents {
  /** Places for which nothing but the reconciler could tell. */
  readonly lost: number;
  readonly first: ReconcileCounts;
  readonly second: ReconcileCounts;
  /** Places that are not as the store has them after the first pass. */
  readonly wrong: readonly string[];
  /** Places that ran again although no event of theirs was lost, or that ran more than once. */
  readonly rerun: readonly string[];
}

type Change = 'none' | 'version' | 'removal' | 'access';
const CHANGES: readonly Change[] = ['version', 'removal', 'access', 'none'];

/** Writes, changes and removes `size` documents while events are dropped by that seed, and reconciles twice. */
export async function droppedEventsScenario(home: string, size: number, seed: number): Promise<DroppedEvents> {
  const queue = pausedQueue();
  const ingest = await ingestStack(home, queue);
  try {
    const places = Array.from({ length: size }, (_, at) => `local/inbox/${String(at).padStart(5, '0')}.txt`);
    const lastDropped = dropEvents(ingest, seededRandom(seed));
    for (const place of places) await ingest.write(place, textOf(place, 'first'));
    await ingest.stack.settled();
    for (const [at, place] of places.entries()) await change(ingest, place, changeOf(at));
    await ingest.stack.settled();

    const executed = () => Promise.all(places.map((place) => ingest.executions(place)));
    const lost = await lostPlaces(ingest, places, lastDropped);
    const before = await executed();
    const first = await queue.pausedDuring(() => lookOver(ingest)); // Or it would sweep what its own finds replace.
    await ingest.stack.settled();
    const [after, second] = [await executed(), await reconcile(ingest)];
    const last = await executed();
    const isRerun = (place: string, at: number) => {
      const allowed = lost.includes(place) && changeOf(at) !== 'removal' ? 1 : 0;
      return (after[at] ?? 0) - (before[at] ?? 0) !== allowed || last[at] !== after[at];
    };
    const isRight = await Promise.all(places.map((place, at) => isAsStored(ingest, place, changeOf(at))));
    const wrong = places.filter((_place, at) => !isRight[at]);
    return { lost: lost.length, first, second, wrong, rerun: places.filter(isRerun) };
  } finally {
    await ingest.stack.close();
  }
}

export async function reconcile({ stack }: IngestStack, isResumable = false): Promise<ReconcileCounts> {
  const counts = await lookOver({ stack }, isResumable);
  await stack.settled();
  return counts;
}

/** One pass of the reconciler, of which what it finds is done beside it and afterwards. */
function lookOver({ stack }: Pick<IngestStack, 'stack'>, isResumable = false): Promise<ReconcileCounts> {
  return reconcileAll(stack.ports, { isResumable }, new AbortController().signal);
}

/** Hands out nothing for a while, so that no event is dealt with and no run begins. */
function pausedQueue() {
  let isPaused = false;
  return {
    decorate: (ports: LocalPorts): LocalPorts => ({
      ...ports,
      queue: { ...ports.queue, receive: async (...call) => (isPaused ? [] : ports.queue.receive(...call)) },
    }),
    pausedDuring: async <T>(work: () => Promise<T>): Promise<T> => {
      isPaused = true;
      try {
        return await work();
      } finally {
        isPaused = false;
      }
    },
  };
}

/** Whether the last event of each key was dropped. */
function dropEvents({ stack }: IngestStack, random: () => number): ReadonlyMap<string, boolean> {
  const lastDropped = new Map<string, boolean>();
  stack.ports.onChange(async ({ key }) => {
    const isDropped = random() < DROPPED;
    lastDropped.set(key, isDropped);
    if (!isDropped) await stack.announce(key);
  });
  return lastDropped;
}

/** Where the last event was dropped, but for what came and went without ever having a row. */
async function lostPlaces(
  { stack, idOf }: IngestStack,
  places: readonly string[],
  dropped: ReadonlyMap<string, boolean>,
) {
  const known = await Promise.all(places.map((place) => stack.ports.ledger.document('local', idOf(place))));
  return places.filter((place, at) => {
    const neverWas = changeOf(at) === 'removal' && known[at] === undefined;
    return dropped.get(`tenants/${place}`) === true && !neverWas;
  });
}

async function change(ingest: IngestStack, place: string, kind: Change): Promise<void> {
  if (kind === 'version') await ingest.write(place, textOf(place, 'second'));
  if (kind === 'removal') await ingest.remove(place);
  if (kind === 'access') await ingest.write(place, textOf(place, 'first'), 'group:finance');
}

async function isAsStored(ingest: IngestStack, place: string, kind: Change): Promise<boolean> {
  const record = await ingest.stack.ports.ledger.document('local', ingest.idOf(place));
  const chunks = await ingest.chunks(place);
  if (kind === 'removal') return (record === undefined || record.status === 'deleted') && chunks.length === 0;
  const expected = textOf(place, kind === 'version' ? 'second' : 'first');
  const access = kind === 'access' ? 'group:finance' : 'everyone-in-tenant';
  return record?.status === 'published' && record.access.join() === access && chunks.join() === expected;
}

function changeOf(at: number): Change {
  return CHANGES[at % CHANGES.length] ?? 'none';
}

function textOf(place: string, version: string): string {
  return `The ${version} walrus of place ${place.replace(/\D/g, '')}.`;
}
