import { percentile, seededRandom } from '#shared/domain/statistics.ts';
import { openModels } from '../local-models.ts';
import { type ServingStack, serveStack } from '../serve-stack.ts';
import type { BenchContext } from './bench-context.ts';
import { BENCH_RULE } from './bench-documents.ts';
import type { BenchRow } from './bench-report.ts';
import { CHUNKS_PER_DOCUMENT, type InventedText, inventedDocument, inventedText } from './invented-chunks.ts';
import { ingestFeed } from './load-ingest.ts';
import { type Arrival, arrivalTimes, openLoop } from './open-loop.ts';
import { stubbedModels } from './stubbed-models.ts';

/** Minutes of each load, whole. */
const MINUTES = 5;

const CHUNKS = 50_000;
const TENANTS = Array.from({ length: 50 }, (_, number) => `load-${number}`);

const QUESTIONS_PER_SECOND = 20;
/** Times that rate for the load that is too much. */
const OVERLOAD = 3;

/** Documents a minute that come in meanwhile. */
const INGEST_PER_MINUTE = 100;

/** Questions asked before, to load models and pages of the index. */
const WARM_UP = 20;
const WORDS_PER_QUESTION = 8;
/** Characters: a text up to this length may be a question and goes to the real model of names. */
const QUESTION_LENGTH = 200;
/** Longer than both loads and what fills the index. */
const TOKEN_SECONDS = 3_600;
const SEED = 3;
const NO_ANSWER = 0;

/**
 * Searches over HTTP while documents come in: token, redaction, embedding, both searches, fusion, the ledger's check.
 * First at the rate of the goal, then at three times as much. Generator and server share one thread.
 */
export async function loadQuestions(context: BenchContext): Promise<BenchRow[]> {
  const settings = { ...(await context.settings()), AFFIDAVIT_PORT: 0 };
  const models = await openModels(settings, {});
  const stub = stubbedModels({ dimensions: models.embedder.dimensions });
  // Questions go to the models of this machine; those of documents only take their time, as in the load of ingest.
  const overrides = {
    embedder: {
      ...models.embedder,
      embed: (...call: Parameters<typeof stub.embedder.embed>) =>
        (call[1] === 'query' ? models.embedder : stub.embedder).embed(...call),
    },
    finders: models.finders.map((finder) => ({
      ...finder,
      find: (...call: Parameters<typeof finder.find>) =>
        (call[0].length <= QUESTION_LENGTH ? finder : stub.finder).find(...call),
    })),
  };
  const stack = await serveStack(settings, { overrides, template: context.template });
  try {
    return await load(stack, context);
  } finally {
    await stack.close();
    await models.close();
  }
}

async function load(stack: ServingStack, context: BenchContext): Promise<BenchRow[]> {
  const { minutes = MINUTES, scale, note } = context;
  const text = inventedText(SEED);
  const chunks = Math.round(CHUNKS * scale);
  note(`load-question: writing ${chunks} chunks of ${TENANTS.length} tenants`);
  await fill(stack, chunks, text);
  const ask = await asker(stack, text);
  for (let asked = 0; asked < WARM_UP; asked += 1) await ask();

  const feed = ingestFeed(stack, context.documents);
  const atRate = async (perSecond: number) => {
    note(`load-question: ${perSecond} questions a second for ${minutes} minutes`);
    const seconds = minutes * 60;
    const documents = arrivalTimes({ perSecond: INGEST_PER_MINUTE / 60, seconds, seed: SEED });
    const [arrivals] = await Promise.all([
      openLoop(arrivalTimes({ perSecond, seconds, seed: SEED }), ask, stack.ports.clock),
      openLoop(documents, feed.next, stack.ports.clock),
    ]);
    return arrivals;
  };
  const usual = questionRows('load-question', await atRate(QUESTIONS_PER_SECOND));
  const over = questionRows('load-overload', await atRate(QUESTIONS_PER_SECOND * OVERLOAD));
  return [
    ...[...usual.rows, ...over.rows],
    { name: 'load-overload.p95-to-1x', value: over.p95 / usual.p95, unit: 'ratio', cases: over.accepted },
  ];
}

async function fill({ ports: { ledger, index, embedder, clock } }: ServingStack, chunks: number, text: InventedText) {
  await ledger.writeCollection(BENCH_RULE);
  for (const tenantId of TENANTS) await ledger.writeCollection({ ...BENCH_RULE, tenantId });
  const now = new Date(clock.now()).toISOString();
  for (let number = 0; number < chunks / CHUNKS_PER_DOCUMENT; number += 1) {
    const tenantId = TENANTS[number % TENANTS.length];
    const invented = inventedDocument(number, embedder.dimensions, text, now, tenantId);
    await ledger.writeDocument(invented.record);
    await index.write(invented.chunks, invented.record);
  }
}

/** Asks one question of any tenant; the status of the answer, 0 when none came. */
async function asker(stack: ServingStack, text: InventedText): Promise<() => Promise<number>> {
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
    return fetch(`${stack.address}/v1/search`, request).then(
      async (response) => {
        await response.arrayBuffer();
        return response.status;
      },
      () => NO_ANSWER,
    );
  };
}

function questionRows(name: string, arrivals: readonly Arrival<number>[]) {
  const accepted = arrivals.filter(({ result }) => result === 200).map(({ milliseconds }) => milliseconds);
  const shed = arrivals.filter(({ result }) => result === 429).length;
  const failed = arrivals.length - accepted.length - shed;
  const cases = arrivals.length;
  const rows: BenchRow[] = [
    ...[50, 95, 99].map((percent) => ({
      ...{ name: `${name}.p${percent}`, value: percentile(accepted, percent), unit: 'ms' as const },
      cases: accepted.length,
    })),
    { name: `${name}.shed`, value: shed / cases, unit: 'share', cases },
    { name: `${name}.failed`, value: failed / cases, unit: 'share', cases },
  ];
  return { rows, p95: percentile(accepted, 95), accepted: accepted.length };
}
