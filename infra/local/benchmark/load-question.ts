import { percentile } from '#shared/domain/statistics.ts';
import { openModels } from '../local-models.ts';
import { type ServingStack, serveStack } from '../serve-stack.ts';
import type { BenchContext } from './bench-context.ts';
import type { BenchRow } from './bench-report.ts';
import { CHUNKS_PER_DOCUMENT, inventedText } from './invented-chunks.ts';
import { ingestFeed } from './load-ingest.ts';
import { type Arrival, arrivalTimes, openLoop } from './open-loop.ts';
import { percentileRows } from './percentile-rows.ts';
import { requestsFromThread } from './requests-from-thread.ts';
import { stubbedModels } from './stubbed-models.ts';
import { tenantLoad } from './tenant-load.ts';

/** Minutes of each load, whole. */
const MINUTES = 5;

const CHUNKS = 50_000;
const TENANTS = Array.from({ length: 50 }, (_, number) => `load-${number}`);

const QUESTIONS_PER_SECOND = 20;
/** Times that rate for the load that is too much. */
const OVERLOAD = 3;

/** Documents a minute that come in meanwhile. */
const INGEST_PER_MINUTE = 100;

/** Questions asked and documents taken in before, to load models, pages of the index and what reads documents. */
const WARM_UP = 20;
/** Characters: a text up to this length may be a question and goes to the real model of names. */
const QUESTION_LENGTH = 200;
const SEED = 3;

/**
 * Searches over HTTP while documents come in: token, redaction, embedding, both searches, fusion, the ledger's check.
 * First at the rate of the goal, then at three times as much. Who asks has a thread of its own, on the same machine.
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
  const tenants = tenantLoad(stack, { tenants: TENANTS, text: inventedText(SEED), seed: SEED });
  const chunks = Math.round(CHUNKS * scale);
  note(`load-question: writing ${chunks} chunks of ${TENANTS.length} tenants`);
  await tenants.declare();
  for (let number = 0; number < chunks / CHUNKS_PER_DOCUMENT; number += 1) await tenants.write(number);
  const search = await tenants.searcher();
  for (let asked = 0; asked < WARM_UP; asked += 1) await (await search())?.arrayBuffer();

  const feed = ingestFeed(stack, context.documents);
  for (let told = 0; told < WARM_UP; told += 1) await feed.next();
  await stack.settled();

  const atRate = async (perSecond: number) => {
    note(`load-question: ${perSecond} questions a second for ${minutes} minutes`);
    const seconds = minutes * 60;
    const documents = arrivalTimes({ perSecond: INGEST_PER_MINUTE / 60, seconds, seed: SEED });
    const [arrivals] = await Promise.all([
      requestsFromThread(await tenants.searches(arrivalTimes({ perSecond, seconds, seed: SEED }))),
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

function questionRows(name: string, arrivals: readonly Arrival<number>[]) {
  const accepted = arrivals.filter(({ result }) => result === 200).map(({ milliseconds }) => milliseconds);
  const shed = arrivals.filter(({ result }) => result === 429).length;
  const failed = arrivals.length - accepted.length - shed;
  const cases = arrivals.length;
  const rows: BenchRow[] = [
    ...percentileRows(name, accepted, [50, 95, 99]),
    { name: `${name}.shed`, value: shed / cases, unit: 'share', cases },
    { name: `${name}.failed`, value: failed / cases, unit: 'share', cases },
  ];
  return { rows, p95: percentile(accepted, 95), accepted: accepted.length };
}
