import { documentIdOf, objectKeyOf } from '#shared/domain/identity.ts';
import { seededRandom } from '#shared/domain/statistics.ts';
import { everyDocument } from '../every-document.ts';
import { openStack, type Stack } from '../stack.ts';
import type { BenchContext } from './bench-context.ts';
import { BENCH_RULE, BENCH_TENANT, type BenchDocument } from './bench-documents.ts';
import type { BenchRow } from './bench-report.ts';
import { inventedText } from './invented-chunks.ts';
import { withMemorySlope } from './memory-slope.ts';
import { arrivalTimes, openLoop } from './open-loop.ts';
import { percentileRows } from './percentile-rows.ts';
import { stubbedModels } from './stubbed-models.ts';

/** Minutes of the whole load. */
const MINUTES = 10;

/** New documents a minute: a tenth above the goal, because an open loop never ends more than it was offered. */
const DOCUMENTS_PER_MINUTE = 550;

/** Share of events that tell again of a document which was told of before. */
const DUPLICATES = 0.1;

/** Words of a generated document, which come in turn with the sample documents: about a page. */
const GENERATED_WORDS = 300;

const SEED = 1;

/** Ingest at a rate, models stubbed: how many documents end in that time, how long each takes, and what memory does. */
export async function loadIngest(context: BenchContext): Promise<BenchRow[]> {
  const { embedder, finder } = stubbedModels();
  const overrides = { embedder, finders: [finder] };
  const stack = await openStack({
    ...{ settings: await context.settings(), runsIngest: true, overrides, template: context.template },
  });
  try {
    await stack.ports.ledger.writeCollection(BENCH_RULE);
    return await load(stack, context);
  } finally {
    await stack.close();
  }
}

async function load(stack: Stack, { documents, minutes = MINUTES, note }: BenchContext): Promise<BenchRow[]> {
  const { ledger, clock } = stack.ports;
  const feed = ingestFeed(stack, documents);
  const perSecond = DOCUMENTS_PER_MINUTE / (1 - DUPLICATES) / 60;
  const times = arrivalTimes({ perSecond, seconds: minutes * 60, seed: SEED });
  note(`load-ingest: ${times.length} events in ${minutes} minutes`);
  const startedAt = clock.now();
  const {
    result: dueOf,
    slope,
    looks,
  } = await withMemorySlope(clock, async () => {
    const arrivals = await openLoop(times, feed.next, clock);
    return new Map(arrivals.flatMap(({ dueAt, result }) => (result === undefined ? [] : [[result, dueAt]])));
  });
  const endsAt = startedAt + minutes * 60_000;
  await stack.settled();

  const records = await everyDocument(ledger, BENCH_TENANT);
  const ends = records.map((record) => Date.parse(record.updatedAt));
  const inTime = ends.filter((end) => end <= endsAt).length;
  const taken = records.map(({ documentId }, at) => Number(ends[at]) - Number(dueOf.get(documentId)));
  const again = records.filter(({ attempt }) => attempt > 1).length;
  const name = 'load-ingest';
  return [
    { name: `${name}.documents`, value: inTime / minutes, unit: 'per minute', cases: inTime },
    { name: `${name}.left-at-the-end`, value: records.length - inTime, unit: 'documents', cases: records.length },
    { name: `${name}.duplicates-run`, value: again, unit: 'documents', cases: times.length - records.length },
    ...percentileRows(`${name}.document`, taken, [50, 95, 99]),
    { name: `${name}.memory-slope`, value: slope, unit: 'MiB a minute', cases: looks },
  ];
}

/**
 * One event after the other: a sample document and a generated one in turn, each under a name of its own, and among them
 * events that tell again of one that is there. Gives the id of a new document.
 */
export function ingestFeed({ ports: { store }, announce }: Stack, documents: readonly BenchDocument[]) {
  const random = seededRandom(SEED);
  const text = inventedText(SEED);
  const keys: string[] = [];
  let position = 0;
  return {
    next: async (): Promise<string | undefined> => {
      position += 1;
      const before = keys[Math.floor(random() * keys.length)];
      if (before !== undefined && random() < DUPLICATES) {
        await announce(before);
        return undefined;
      }
      const sample = position % 2 === 0 ? documents[(position / 2) % documents.length] : undefined;
      const path = `${position}/${sample?.path ?? 'generated.txt'}`;
      const key = objectKeyOf({ tenantId: BENCH_TENANT, collection: BENCH_RULE.collection, path });
      const bytes = sample?.bytes ?? Buffer.from(text.words(GENERATED_WORDS));
      keys.push(key);
      await store.write(key, bytes);
      return documentIdOf(BENCH_TENANT, store.bucket, key);
    },
  };
}
