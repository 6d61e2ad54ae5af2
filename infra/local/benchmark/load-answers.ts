import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { splitSentences } from '#shared/domain/sentence-splitter.ts';
import { ingestObjects } from '../evaluation/ingest-objects.ts';
import { publishedPages } from '../published-pages.ts';
import { type ServingStack, serveStack } from '../serve-stack.ts';
import type { BenchContext } from './bench-context.ts';
import { BENCH_RULE, BENCH_TENANT, benchObjects } from './bench-documents.ts';
import type { BenchRow } from './bench-report.ts';
import { eventNames } from './event-names.ts';
import { arrivalTimes, openLoop } from './open-loop.ts';
import { percentileRows } from './percentile-rows.ts';
import { type WritingModel, writingModel } from './writing-model.ts';

/** Minutes of the load, whole. */
const MINUTES = 1;
const PER_SECOND = 4;
const SEED = 7;

/** Questions asked before, to load models and pages of the index. */
const WARM_UP = 5;
/** Readers that leave while the model writes. */
const LEAVING = 50;

/** Words of a sentence that is asked: shorter ones are titles, longer ones are several. */
const ASKED_WORDS = { least: 8, most: 30 };

/** Answers in work at once: they wait for the model, so that many of them leave a processor idle. */
const REQUESTS_AT_ONCE = 64;
/** Longer than any load. */
const TOKEN_SECONDS = 3_600;

/**
 * Streamed answers over HTTP, from the question to the last event, with a stand-in for a model that writes: how long the
 * whole takes, what lies between the moment at which the model's first claim is whole and that at which its reader has it,
 * checked, and how soon the model is stopped when the reader leaves.
 */
export async function loadAnswers(context: BenchContext): Promise<BenchRow[]> {
  const model = writingModel(systemClock);
  const settings = {
    ...(await context.settings()),
    ...{ AFFIDAVIT_PORT: 0, AFFIDAVIT_MAX_REQUESTS: REQUESTS_AT_ONCE, AFFIDAVIT_CACHES: 'off' as const },
  };
  const stack = await serveStack(settings, { template: context.template, overrides: { models: [model.answerer] } });
  try {
    const ask = await asker(stack, model, context);
    for (let asked = 0; asked < WARM_UP; asked += 1) await ask(asked);
    return [...(await streamedRows(ask, context)), ...(await leftRows(ask, model, context))];
  } finally {
    await stack.close();
  }
}

interface StreamedAnswer {
  /** Milliseconds from the model's first whole claim to its event; undefined without such a claim. */
  readonly overhead: number | undefined;
  readonly isWhole: boolean;
  /** When the reader had its last event, by `performance.now()`. */
  readonly endedAt: number;
}

/** Asks one of the questions and reads the answer's events, all or so many, and then leaves. */
type Ask = (position: number, mostEvents?: number) => Promise<StreamedAnswer>;

async function streamedRows(ask: Ask, { minutes = MINUTES, note }: BenchContext): Promise<BenchRow[]> {
  note(`load-answers: ${PER_SECOND} answers a second for ${minutes} minutes`);
  const times = arrivalTimes({ perSecond: PER_SECOND, seconds: minutes * 60, seed: SEED });
  const arrivals = await openLoop(times, (position) => ask(position), systemClock);
  const cases = arrivals.length;
  const whole = arrivals.filter(({ result }) => result.isWhole).map(({ milliseconds }) => milliseconds);
  const overheads = arrivals.flatMap(({ result: { overhead } }) => overhead ?? []);
  return [
    ...percentileRows('load-answers', whole),
    ...percentileRows('load-answers.overhead', overheads),
    { name: 'load-answers.failed', value: 1 - whole.length / cases, unit: 'share', cases },
  ];
}

/** One reader after the other, each gone once it has seen where an answer would come from. */
async function leftRows(ask: Ask, model: WritingModel, { note }: BenchContext): Promise<BenchRow[]> {
  note(`load-answers: ${LEAVING} readers leave`);
  const waits: number[] = [];
  for (let reader = 0; reader < LEAVING; reader += 1) {
    const aborted = model.nextAbort();
    const { endedAt } = await ask(reader, 1);
    waits.push((await aborted) - endedAt);
  }
  return [{ name: 'load-answers.abort.slowest', value: Math.max(...waits), unit: 'ms', cases: waits.length }];
}

async function asker(stack: ServingStack, model: WritingModel, { documents, note }: BenchContext): Promise<Ask> {
  await ingestObjects(stack, [BENCH_RULE], benchObjects(documents, 1), (ended) =>
    note(`load-answers: ${ended} documents`),
  );
  const questions = await sentences(stack);
  const token = await stack.issueToken({ tenantId: BENCH_TENANT, user: 'load', groups: [] }, TOKEN_SECONDS);
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'text/event-stream' };
  return async (position, mostEvents = Number.POSITIVE_INFINITY) => {
    const question = questions[position % questions.length] ?? '';
    const request = { method: 'POST', headers, body: JSON.stringify({ question }) };
    const { body } = await fetch(`${stack.address}/v1/answers`, request);
    return readAnswer(body ?? [], mostEvents, () => sinceClaim(model, question));
  };
}

async function readAnswer(
  body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  mostEvents: number,
  sinceFirst: () => number | undefined,
): Promise<StreamedAnswer> {
  const names: string[] = [];
  let overhead: number | undefined;
  for await (const name of eventNames(body)) {
    if (name === 'claim' && !names.includes('claim')) overhead = sinceFirst();
    if (names.push(name) >= mostEvents) break; // Which hangs up.
  }
  return { overhead, isWhole: names.includes('receipt') && names.at(-1) === 'done', endedAt: performance.now() };
}

function sinceClaim(model: WritingModel, question: string): number | undefined {
  const at = model.firstClaimAt(question);
  return at === undefined ? undefined : performance.now() - at;
}

/** Sentences of what was published, which have an answer: themselves. Those with a placeholder stand for another text. */
async function sentences({ ports }: ServingStack): Promise<string[]> {
  const { documents } = await ports.ledger.listDocuments(BENCH_TENANT, { limit: 100 });
  const pages = (await Promise.all(documents.map((record) => publishedPages(ports.artifacts, record)))).flat();
  const blocks = pages.flatMap(({ text, blocks }) =>
    blocks.filter(({ kind }) => kind === 'paragraph').map(({ start, end }) => text.slice(start, end)),
  );
  const asked = blocks.flatMap((text) => splitSentences(text).map(({ start, end }) => text.slice(start, end)));
  const fitting = asked.filter((text) => {
    const words = text.split(/\s+/).length;
    return words >= ASKED_WORDS.least && words <= ASKED_WORDS.most && !text.includes('[');
  });
  if (fitting.length === 0) throw new PipelineFailure('InputInvalid', 'the folder holds no sentences to ask');
  return fitting;
}
