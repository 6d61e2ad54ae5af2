import { SearchResponseSchema } from '#shared/contracts/api.ts';
import type { DocumentRecord } from '#shared/domain/document.ts';
import { type ServingStack, serveStack } from '../serve-stack.ts';
import type { BenchContext } from './bench-context.ts';
import type { BenchRow } from './bench-report.ts';
import { CHUNKS_PER_DOCUMENT, inventedText } from './invented-chunks.ts';
import { arrivalTimes, openLoop } from './open-loop.ts';
import { stubbedModels } from './stubbed-models.ts';
import { type AskedOnce, type SwapOutcome, swapUnderLoad } from './swap-under-load.ts';
import { type TenantLoad, tenantLoad } from './tenant-load.ts';

/** Minutes of the whole load. */
const MINUTES = 1;

const CHUNKS = 20_000;
const TENANTS = Array.from({ length: 10 }, (_, number) => `reindex-${number}`);
const QUESTIONS_PER_SECOND = 20;
/** Documents a minute that are written while the index is built anew; every other one is removed again. */
const WRITES_PER_MINUTE = 60;
/** Share of the time that copying may take. */
const COPY_SHARE = 0.5;
const SEED = 7;

/**
 * Searches over HTTP while the index is built anew, the new generation serves and the old one serves again, and while
 * documents are written and removed. The reindex runs on the thread of the server, which is worse than its command does.
 */
export async function loadReindex({
  settings,
  template,
  note,
  scale,
  minutes = MINUTES,
}: BenchContext): Promise<BenchRow[]> {
  const models = stubbedModels({ clock: { sleep: async () => {} } });
  const overrides = { embedder: models.embedder, finders: [models.finder] };
  const own = { ...(await settings()), AFFIDAVIT_PORT: 0 };
  const stack = await serveStack(own, { overrides, template });
  try {
    const tenants = tenantLoad(stack, { tenants: TENANTS, text: inventedText(SEED), seed: SEED });
    const documents = Math.ceil((CHUNKS * scale) / CHUNKS_PER_DOCUMENT);
    note(`load-reindex: writing ${documents} documents of ${CHUNKS_PER_DOCUMENT} chunks`);
    await tenants.declare();
    for (let number = 0; number < documents; number += 1) await tenants.write(number);

    note(`load-reindex: ${QUESTIONS_PER_SECOND} questions a second for ${minutes} minutes`);
    const seconds = minutes * 60;
    const search = await tenants.searcher();
    const load = {
      ...{ ask: async () => askedOnce(await search()), ports: stack.ports, clock: stack.ports.clock },
      ...{ questionsPerSecond: QUESTIONS_PER_SECOND, seconds },
      options: { documentsPerMinute: documents / (minutes * COPY_SHARE) },
    };
    const [outcome, changed] = await Promise.all([swapUnderLoad(load), changes(stack, tenants, documents, seconds)]);
    const count = changed.kept.length + changed.removed.length;
    return rowsOf(outcome, await wrongIn(stack, changed), count);
  } finally {
    await stack.close();
  }
}

async function askedOnce(response: Response | undefined): Promise<AskedOnce> {
  if (response?.status !== 200) return { isAnswered: false, generations: [] };
  const { generations } = SearchResponseSchema.parse(await response.json());
  return { isAnswered: true, generations };
}

/** Writes documents at their rate and removes every other one again. Gives what is to be there in the end. */
async function changes(stack: ServingStack, tenants: TenantLoad, from: number, seconds: number) {
  const kept: DocumentRecord[] = [];
  const removed: DocumentRecord[] = [];
  const change = async (at: number) => {
    const record = await tenants.write(from + at);
    (at % 2 === 0 ? kept : removed).push(record);
    if (at % 2 === 1) await stack.ports.index.removeDocument(record);
  };
  await openLoop(arrivalTimes({ perSecond: WRITES_PER_MINUTE / 60, seconds, seed: SEED }), change, stack.ports.clock);
  return { kept, removed };
}

/** Documents that were written meanwhile and are not whole, or were removed and are there, in either generation. */
async function wrongIn({ ports: { generations } }: ServingStack, changed: Awaited<ReturnType<typeof changes>>) {
  const expected = [
    ...changed.kept.map((record) => ({ record, chunks: CHUNKS_PER_DOCUMENT })),
    ...changed.removed.map((record) => ({ record, chunks: 0 })),
  ];
  let wrong = 0;
  for (const generation of await generations.list()) {
    const index = generations.open(generation);
    const held = await Promise.all(expected.map(({ record }) => index.chunkPage(record, undefined)));
    wrong += expected.filter(({ chunks }, at) => held[at]?.length !== chunks).length;
  }
  return wrong;
}

function rowsOf(outcome: SwapOutcome, wrong: number, changed: number): BenchRow[] {
  const { asked, failed, mixed, byGeneration, p95Milliseconds, rollbackMilliseconds, report } = outcome;
  const row = (name: string, value: number, unit: BenchRow['unit'], cases: number): BenchRow => {
    return { name: `load-reindex.${name}`, value, unit, cases };
  };
  return [
    row('failed', failed, 'questions', asked),
    row('mixed', mixed, 'questions', asked),
    row('p95', p95Milliseconds, 'ms', asked - failed),
    ...[...byGeneration].map(([number, count]) => row(`by-generation-${number}`, count, 'questions', asked)),
    row('copied', report.documents, 'documents', report.documents),
    row('wrong', wrong, 'documents', changed),
    row('recall-by-words', report.canaries?.after.lexical ?? 0, 'share', report.canaries?.sampled ?? 0),
    row('recall-by-meaning', report.canaries?.after.vector ?? 0, 'share', report.canaries?.sampled ?? 0),
    row('rollback', rollbackMilliseconds, 'ms', 1),
  ];
}
