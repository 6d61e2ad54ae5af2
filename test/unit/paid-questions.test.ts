import { describe, expect, it } from 'vitest';
import { createHandler } from '#functions/query/handler.ts';
import { extractiveAnswerer } from '#shared/adapters/portable/extractive-answerer.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { nanodollars } from '#shared/domain/spending.ts';
import { comprehendUse, guardrailUses } from '#shared/domain/text-units.ts';
import type { Vector } from '#shared/domain/vector.ts';
import type { Answerer } from '#shared/ports/answerer.ts';
import type { Embedder } from '#shared/ports/embedder.ts';
import type { EntityFinder } from '#shared/ports/entity-finder.ts';
import type { Guardrail } from '#shared/ports/guardrail.ts';
import type { QuestionRewriter } from '#shared/ports/question-rewriter.ts';
import type { Reranker } from '#shared/ports/reranker.ts';
import { boundedCache } from '#shared/runtime/bounded-cache.ts';
import { cachedEmbedder } from '#shared/runtime/cached-embedder.ts';
import { createRedactor } from '#shared/runtime/redactor.ts';
import { hashedWordsEmbedder } from '../doubles/hashed-words-embedder.ts';
import { listedEntityFinder } from '../doubles/listed-entity-finder.ts';
import { MONTH } from '../doubles/paying-callers.ts';
import { call } from '../doubles/proxy-event.ts';
import { ANA, QUESTION, questionApi, RENT } from '../doubles/question-api.ts';

const NOVA = 'amazon.nova-lite-v1:0';
const FOLLOW_UP = { question: 'When is it payable?', turns: [{ question: QUESTION }] };

/** Models with list prices, and how often each was asked. */
function pricedModels() {
  const asked = { embedder: 0, rewriter: 0, reranker: 0, answerer: 0 };
  const usage = { inputTokens: 900, outputTokens: 90 };
  const words = hashedWordsEmbedder();
  const embedder: Embedder = {
    ...words,
    modelId: 'amazon.titan-embed-text-v2:0',
    embed: async (texts, purpose, signal, onTokens) => {
      asked.embedder += texts.length;
      onTokens?.(11 * texts.length);
      return words.embed(texts, purpose, signal);
    },
  };
  const rewriter: QuestionRewriter = {
    name: NOVA,
    rewrite: async () => {
      asked.rewriter += 1;
      return { standalone: 'When is the monthly rent of the hall payable?', parts: [], usage };
    },
  };
  const reranker: Reranker = {
    ...{ modelId: 'cohere.rerank-v3-5:0', maxPassages: 50 },
    rerank: async ({ passages }) => {
      asked.reranker += 1;
      const uses = [{ model: 'cohere.rerank-v3-5:0', calls: 1, inputTokens: 0, outputTokens: 0 }];
      return { scores: passages.map(() => 1), uses };
    },
  };
  const answerer: Answerer = {
    name: NOVA,
    answer: async ({ passages: [first] }) => {
      asked.answerer += 1;
      return { claims: [{ text: RENT, chunkId: first?.chunkId ?? '', quote: RENT }], usage };
    },
  };
  return { asked, embedder, rewriter, reranker, answerer };
}

type Ports = Awaited<ReturnType<typeof questionApi>>['ports'];

/** The question API over the lease, with some of those models. */
async function paidApi(change: (models: ReturnType<typeof pricedModels>, ports: Ports) => object) {
  const models = pricedModels();
  const { ports } = await questionApi();
  const handler = createHandler({ ...ports, ...change(models, ports) });
  const post = (body: object, route = 'POST /v1/answers') => call(handler, { route, caller: ANA, body });
  const spent = async () => (await ports.spending.account('acme', MONTH)).spent;
  const costOf = async (body: object) => {
    const { answerId } = (await post(body)).json();
    return (await ports.ledger.receipt('acme', answerId))?.cost;
  };
  return { ...models, ports, post, spent, costOf };
}

describe('what a question takes of models', () => {
  it('is all booked: rewriting, embedding, reranking and answer come to what its receipt says', async () => {
    const { asked, spent, costOf } = await paidApi(({ answerer, ...models }) => ({ ...models, answerers: [answerer] }));

    const cost = await costOf(FOLLOW_UP);

    expect(asked).toEqual({ embedder: 2, rewriter: 1, reranker: 2, answerer: 1 });
    expect(cost?.uses.map(({ basis }) => basis)).toEqual(['list-price', 'list-price', 'list-price']);
    expect(await spent()).toBe(nanodollars(cost?.dollars ?? 0));
  });

  it('has the sentences that the extractive answerer compares in it, where their embedder is paid', async () => {
    const { asked, spent, costOf } = await paidApi(({ embedder }, { analyzer, calibration }) => ({
      ...{ embedder, answerers: [extractiveAnswerer({ embedder, analyzer, calibration })] },
    }));

    const cost = await costOf({ question: QUESTION });

    expect(asked.embedder).toBeGreaterThan(1);
    expect(cost?.uses[0]).toMatchObject({ calls: asked.embedder, inputTokens: 11 * asked.embedder });
    expect(await spent()).toBe(nanodollars(cost?.dollars ?? 0));
  });

  it('is less the second time by what a cache remembers', async () => {
    const { spent, post } = await paidApi(({ embedder, answerer }, { clock }) => {
      const vectors = boundedCache<Vector>({ clock, name: 'v', maxEntries: 9, maxAgeMilliseconds: 1_000 });
      return { embedder: cachedEmbedder(embedder, vectors), answerers: [answerer] };
    });
    await post({ question: QUESTION });
    const first = await spent();

    await post({ question: QUESTION });

    expect(first - ((await spent()) - first)).toBe(nanodollars((11 * 0.02) / 1_000_000));
  });
});

describe('what no reply carries', () => {
  const used = { model: NOVA, calls: 1, inputTokens: 700, outputTokens: 300 };
  const failing = (details: Record<string, number>): Answerer => ({
    name: NOVA,
    answer: async () => {
      throw new PipelineFailure('DependencyUnavailable', 'no claims', { details });
    },
  });
  const guardrail: Guardrail = {
    judge: async (_side, text) => ({ blocks: false, uses: guardrailUses({ content: Math.ceil(text.length / 1_000) }) }),
  };
  const detector: EntityFinder = { ...listedEntityFinder({}), usesFor: (text) => [comprehendUse([text])] };
  const withDetector = ({ keys }: Ports) => ({
    redactor: createRedactor({ finders: [detector], patterns: listedEntityFinder({}), keys }),
  });
  const nothing = (model: string, calls: number) => ({ model, calls, inputTokens: 0, outputTokens: 0 });

  it.each([
    [
      'a model that said nothing of use before another stood in',
      (_ports: Ports, answerer: Answerer) => ({
        answerers: [failing({ inputTokens: 700, outputTokens: 300 }), answerer],
      }),
      { ...used, calls: 2, inputTokens: 700 + 900, outputTokens: 300 + 90 },
    ],
    ['the guardrail, on question and answer', () => ({ guardrail }), nothing('guardrail-content', 2)],
    ['the detector of personal data', withDetector, nothing('comprehend-pii', 3)],
  ] as const)('is booked and stands on the receipt: %s', async (_what, change, expected) => {
    const { ports, spent, costOf } = await paidApi(({ answerer }, given) => ({
      ...{ answerers: [answerer] },
      ...change(given, answerer),
    }));

    const cost = await costOf({ question: QUESTION });

    expect(cost?.uses).toContainEqual({ ...expected, dollars: expect.any(Number), basis: 'list-price' });
    expect(await spent()).toBe(nanodollars(cost?.dollars ?? 0));
    expect(await ports.spending.account('acme', MONTH)).toMatchObject({ reserved: 0 });
  });

  it('stands there as the most that it may be, where nobody knows', async () => {
    const { ports, post, spent } = await paidApi(({ answerer }) => ({ answerers: [failing({}), answerer] }));

    const { answerId } = (await post({ question: QUESTION })).json();

    const receipt = await ports.ledger.receipt('acme', answerId);
    expect(receipt?.cost?.uses.filter(({ isBound }) => isBound)).toMatchObject([{ model: NOVA, outputTokens: 2_000 }]);
    expect(await spent()).toBe(nanodollars(receipt?.cost?.dollars ?? 0));
    expect(receipt?.tokens).toEqual({ input: 900, output: 90 });
  });

  it.each([
    ['the guardrail', () => ({ guardrail })],
    ['the detector', withDetector],
  ] as const)('is not asked of a tenant who has nothing left: %s', async (_what, change) => {
    const { ports, post } = await paidApi((_models, given) => change(given));
    await ports.spending.setBudget('acme', 0);

    expect((await post({ question: QUESTION })).status).toBe(402);
  });
});

describe('a tenant who has nothing left', () => {
  it('is searched for by rules and in fused order, and no model is asked', async () => {
    const { asked, ports, post } = await paidApi(({ rewriter, reranker }) => ({ rewriter, reranker }));
    await ports.spending.setBudget('acme', 0);

    const answer = (await post(FOLLOW_UP)).json();

    expect(asked).toMatchObject({ rewriter: 0, reranker: 0 });
    expect(answer).toMatchObject({ outcome: 'answered', reranked: false });
    expect(await ports.ledger.receipt('acme', answer.answerId)).toMatchObject({
      understanding: { by: 'rules', degraded: true },
      rerank: { reranked: false, reason: 'BudgetExhausted' },
    });
  });

  it('goes past the budget by one call at the most, though a hundred ask at once', async () => {
    const budget = nanodollars(0.01);
    const { ports, post, spent } = await paidApi(({ answerer, ...models }) => ({ ...models, answerers: [answerer] }));
    await ports.spending.setBudget('acme', budget);

    const answers = await Promise.all(Array.from({ length: 100 }, () => post(FOLLOW_UP)));

    expect(answers.some(({ status }) => status === 402)).toBe(true);
    expect(await spent()).toBeLessThanOrEqual(budget + nanodollars(0.002));
    expect(await ports.spending.account('acme', MONTH)).toMatchObject({ reserved: 0 });
  });
});
