import { SearchResponseSchema } from '#shared/contracts/api.ts';
import type { DocumentRecord } from '#shared/domain/document.ts';
import { seededRandom } from '#shared/domain/statistics.ts';
import { type ServingStack, serveStack } from '../serve-stack.ts';
import type { BenchContext } from './bench-context.ts';
import { BENCH_RULE } from './bench-documents.ts';
import type { BenchRow } from './bench-report.ts';
import { CHUNKS_PER_DOCUMENT, type InventedText, inventedDocument, inventedText } from './invented-chunks.ts';
import { arrivalTimes, openLoop } from './open-loop.ts';
import { stubbedModels } from './stubbed-models.ts';
import { type AskedOnce, type SwapOutcome, swapUnderLoad } from './swap-under-load.ts';

/** Minutes of the whole load. */
const MINUTES = 1;

const CHUNKS = 20_000;
const TENANTS = Array.from({ length: 10 }, (_, number) => `reindex-${number}`);
const QUESTIONS_PER_SECOND = 20;
const WORDS_PER_QUESTION = 8;
/** Documents a minute that are written while the index is built anew; every other one is removed again. */
const WRITES_PER_MINUTE = 60;
/** Share of the time that copying may take. */
const COPY_SHARE = 0.5;
/** Longer than the load and what fills the index. */
const TOKEN_SECONDS = 3_600;
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
    const text = inventedText(SEED);
    const documents = Math.ceil((CHUNKS * scale) / CHUNKS_PER_DOCUMENT);
    note(`load-reindex: writing ${documents} documents of ${CHUNKS_PER_DOCUMENT} chunks`);
    await stack.ports.ledger.writeCollection(BENCH_RULE);
    for (const tenantId of TENANTS) await stack.ports.ledger.writeCollection({ ...BENCH_RULE, tenantId });
    for (let number = 0; number < documents; number += 1) await writeDocument(stack, number, text);

    note(`load-reindex: ${QUESTIONS_PER_SECOND} questions a second for ${minutes} minutes`);
    const seconds = minutes * 60;
    const load = {
      ...{ ask: await asker(stack, text), ports: stack.ports, clock: stack.ports.clock },
      ...{ questionsPerSecond: QUESTIONS_PER_SECOND, seconds },
      options: { documentsPerMinute: documents / (minutes * COPY_SHARE) },
    };
    const [outcome, changed] = await Promise.all([swapUnderLoad(load), changes(stack, documents, seconds, text)]);
    const count = changed.kept.length + changed.removed.length;
    return rowsOf(outcome, await wrongIn(stack, changed), count);
  } finally {
    await stack.close();
  }
}

/** Asks one question of any tenant over HTTP. */
async function asker(stack: ServingStack, text: InventedText): Promise<() => Promise<AskedOnce>> {
  const random = seededRandom(SEED);
  const tokens = await Promise.all(
    TENANTS.map((tenantId) => stack.issueToken({ tenantId, user: 'load', groups: [] }, TOKEN_SECONDS)),
  );
  return async () => {
    const token = tokens[Math.floor(random() * tokens.length)];
    const request = {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query: `Which ${text.words(WORDS_PER_QUESTION)}?` }),
    };
    const response = await fetch(`${stack.address}/v1/search`, request).catch(() => undefined);
    if (response?.status !== 200) return { isAnswered: false, generations: [] };
    const { generations } = SearchResponseSchema.parse(await response.json());
    return { isAnswered: true, generations };
  };
}

async function writeDocument(
  { ports: { ledger, index, embedder, clock } }: ServingStack,
  number: number,
  text: InventedText,
): Promise<DocumentRecord> {
  const tenantId = TENANTS[number % TENANTS.length];
  const now = new Date(clock.now()).toISOString();
  const { record, chunks } = inventedDocument(number, embedder.dimensions, text, now, tenantId);
  await ledger.writeDocument(record);
  await index.write(chunks, record);
  return record;
}

/** Writes documents at their rate and removes every other one again. Gives what is to be there in the end. */
async function changes(stack: ServingStack, from: number, seconds: number, text: InventedText) {
  const kept: DocumentRecord[] = [];
  const removed: DocumentRecord[] = [];
  const change = async (at: number) => {
    const record = await writeDocument(stack, from + at, text);
    (at % 2 === 0 ? kept : removed).push(record);
    if (at % 2 === 1) await stack.ports.index.removeDocument(record.tenantId, record.documentId);
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
