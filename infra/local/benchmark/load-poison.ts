import { documentIdOf, objectKeyOf } from '#shared/domain/identity.ts';
import { percentile } from '#shared/domain/statistics.ts';
import type { Embedder } from '#shared/ports/embedder.ts';
import { openStack, type Stack } from '../stack.ts';
import type { BenchContext } from './bench-context.ts';
import { BENCH_RULE, BENCH_TENANT } from './bench-documents.ts';
import type { BenchRow } from './bench-report.ts';
import { inventedText } from './invented-chunks.ts';
import { arrivalTimes, openLoop } from './open-loop.ts';
import { stubbedModels } from './stubbed-models.ts';

/** Minutes with poison, and as many without. */
const MINUTES = 4;

/** With and without come in turn, so often each, so that whatever else changes meanwhile falls on both. */
const TURNS = 2;

/** Good documents: half of what a machine takes, so that what is measured is the poison and not the queue. */
const DOCUMENTS_PER_MINUTE = 240;
const WORDS = 300;

/** Poison among them. Each may hold a slot for three times the limit of a step. */
const POISON_PER_MINUTE = 6;

/** Seconds that a step may take here, in place of the minutes that it has: the load would be over before. */
const STEP_TIMEOUT_SECONDS = 10;

/** Words by which the model knows what it chokes on; no invented text holds one. */
const HANGS = 'henbane';
const THROWS = 'thornapple';

/** Documents on which a part never answers, one on which it throws, and a file that is not what it says. */
const POISON = [
  `A leaf of ${HANGS}.`,
  `A leaf of ${THROWS}.`,
  '%PDF-1.7\n1 0 obj << /Length 99999 >> stream\n',
] as const;

const SEED = 4;

/** How long good documents take beside such as hang, throw or cannot be read, and what those cost before they end. */
export async function loadPoison(context: BenchContext): Promise<BenchRow[]> {
  const { embedder, finder } = stubbedModels();
  const poisoned = poisonedEmbedder(embedder);
  const stack = await openStack({
    ...{ settings: await context.settings(), runsIngest: true, template: context.template },
    ...{ overrides: { embedder: poisoned.embedder, finders: [finder] }, stepTimeoutSeconds: STEP_TIMEOUT_SECONDS },
  });
  try {
    await stack.ports.ledger.writeCollection(BENCH_RULE);
    return rowsOf(await inTurns(stack, context), poisoned.mostTries());
  } finally {
    await stack.close();
  }
}

interface Phase {
  /** Milliseconds from the time at which a good document was due to its end. */
  readonly taken: readonly number[];
  /** Poison that has ended, and how much there was. */
  readonly ended: number;
  readonly poison: number;
  readonly cpuSeconds: number;
}

async function inTurns(stack: Stack, context: BenchContext) {
  const seconds = ((context.minutes ?? MINUTES) * 60) / TURNS;
  const phases: { readonly quiet: Phase[]; readonly poisoned: Phase[] } = { quiet: [], poisoned: [] };
  await phase(stack, { folder: 'warm-up', seconds: seconds / TURNS, perMinute: 0 });
  for (let turn = 0; turn < TURNS; turn += 1) {
    context.note(`load-poison: ${seconds} seconds without, and as many with ${POISON_PER_MINUTE} a minute`);
    phases.quiet.push(await phase(stack, { folder: `quiet-${turn}`, seconds, perMinute: 0 }));
    phases.poisoned.push(await phase(stack, { folder: `poisoned-${turn}`, seconds, perMinute: POISON_PER_MINUTE }));
  }
  return phases;
}

async function phase(
  stack: Stack,
  { folder, seconds, perMinute }: { readonly folder: string; readonly seconds: number; readonly perMinute: number },
): Promise<Phase> {
  const { store, ledger, clock } = stack.ports;
  const text = inventedText(SEED);
  const put = async (name: string, content: string) => {
    const path = `${folder}/${name}`;
    const key = objectKeyOf({ tenantId: BENCH_TENANT, collection: BENCH_RULE.collection, path });
    await store.write(key, Buffer.from(content));
    return documentIdOf(BENCH_TENANT, store.bucket, key);
  };
  const cpu = process.cpuUsage();
  const good = arrivalTimes({ perSecond: DOCUMENTS_PER_MINUTE / 60, seconds, seed: SEED });
  const bad = perMinute === 0 ? [] : arrivalTimes({ perSecond: perMinute / 60, seconds, seed: SEED });
  const [neighbours, poison] = await Promise.all([
    openLoop(good, (at) => put(`${at}.txt`, text.words(WORDS)), clock),
    openLoop(
      bad,
      (at) => put(`${at}-poison.${at % 3 === 2 ? 'pdf' : 'txt'}`, `${POISON[at % 3]}${folder} ${at}`),
      clock,
    ),
  ]);
  await stack.settled();
  const recordOf = (id: string) => ledger.document(BENCH_TENANT, id);
  const records = await Promise.all(neighbours.map(({ result }) => recordOf(result)));
  const ends = await Promise.all(poison.map(async ({ result }) => (await recordOf(result))?.status === 'rejected'));
  const { user, system } = process.cpuUsage(cpu);
  return {
    taken: records.map((record, at) => Date.parse(record?.updatedAt ?? '') - Number(neighbours[at]?.dueAt)),
    ...{ ended: ends.filter(Boolean).length, poison: poison.length, cpuSeconds: (user + system) / 1_000_000 },
  };
}

/** The embedder, choking on texts with the words, and how often the one that was tried most was tried. */
function poisonedEmbedder(embedder: Embedder) {
  const tries = new Map<string, number>();
  return {
    mostTries: () => Math.max(0, ...tries.values()),
    embedder: {
      ...embedder,
      embed: async (...call: Parameters<Embedder['embed']>) => {
        const poison = call[0].find((text) => text.includes(HANGS) || text.includes(THROWS));
        if (poison === undefined) return embedder.embed(...call);
        tries.set(poison, (tries.get(poison) ?? 0) + 1);
        if (poison.includes(THROWS)) throw new TypeError('the model chokes');
        return new Promise<never>(() => {});
      },
    },
  };
}

function rowsOf(
  { quiet, poisoned }: { readonly quiet: readonly Phase[]; readonly poisoned: readonly Phase[] },
  mostTries: number,
): BenchRow[] {
  const p95 = (phases: readonly Phase[]) =>
    percentile(
      phases.flatMap(({ taken }) => taken),
      95,
    );
  const sum = (phases: readonly Phase[], of: 'ended' | 'poison' | 'cpuSeconds') =>
    phases.reduce((total, one) => total + one[of], 0);
  const cases = poisoned.flatMap(({ taken }) => taken).length;
  const poison = sum(poisoned, 'poison');
  const cpu = (sum(poisoned, 'cpuSeconds') - sum(quiet, 'cpuSeconds')) / poison;
  const name = 'load-poison';
  return [
    { name: `${name}.quiet.p95`, value: p95(quiet), unit: 'ms', cases },
    { name: `${name}.neighbours.p95`, value: p95(poisoned), unit: 'ms', cases },
    { name: `${name}.p95-to-quiet`, value: p95(poisoned) / p95(quiet), unit: 'ratio', cases },
    { name: `${name}.rejected`, value: sum(poisoned, 'ended') / poison, unit: 'share', cases: poison },
    { name: `${name}.tries`, value: mostTries, unit: 'tries', cases: poison },
    { name: `${name}.cpu`, value: cpu, unit: 's', cases: poison },
  ];
}
