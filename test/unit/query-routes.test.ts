import { describe, expect, it } from 'vitest';
import { createHandler } from '#functions/query/handler.ts';
import { SearchResponseSchema } from '#shared/contracts/api.ts';
import { receiptSchema } from '#shared/contracts/receipt.ts';
import type { Caller } from '#shared/domain/access.ts';
import type { MetricName } from '#shared/domain/operational-metrics.ts';
import { boundedCache } from '#shared/runtime/bounded-cache.ts';
import type { Proposal } from '#shared/runtime/proposal.ts';
import { call } from '../doubles/proxy-event.ts';
import { ANA, EVE, LENA, QUESTION, questionApi, RENT } from '../doubles/question-api.ts';
import { recordedMetrics } from '../doubles/recorded-metrics.ts';

describe('POST /v1/search', () => {
  it('finds passages that the caller may read, best first', async () => {
    const { handler } = await questionApi();
    const search = async (caller: Caller) =>
      SearchResponseSchema.parse(
        (await call(handler, { route: 'POST /v1/search', caller, body: { query: 'rent of the hall' } })).json(),
      ).passages;

    expect((await search(ANA))[0]).toMatchObject({ documentId: 'lease', text: RENT, score: 1 });
    expect((await search(EVE)).map(({ documentId }) => documentId)).not.toContain('lease');
    expect(await search(LENA)).toEqual([]);
  });
});

describe('GET /v1/answers/{id}', () => {
  it('tells the asker how the answer came about, and nobody else', async () => {
    const { ask, handler } = await questionApi();
    const { answerId } = (await ask(ANA)).json();
    const show = (caller: Caller) => call(handler, { route: 'GET /v1/answers/{id}', id: answerId, caller });

    const receipt = receiptSchema().parse((await show(ANA)).json());

    expect(receipt).toMatchObject({ user: 'ana', outcome: 'answered', claims: { kept: 1 } });
    expect(JSON.stringify(receipt)).not.toContain('rent');
    expect((await show(EVE)).status).toBe(404);
    expect((await show({ ...ANA, tenantId: 'globex' })).status).toBe(404);
  });

  it('leaves out candidates that the asker may not read', async () => {
    const { ask, handler, ports } = await questionApi();
    await ports.index.setAccess({
      tenantId: 'acme',
      documentId: 'lease',
      collection: 'contracts',
      access: ['everyone-in-tenant'],
    });
    const { answerId } = (await ask(EVE)).json();

    const receipt = await call(handler, { route: 'GET /v1/answers/{id}', id: answerId, caller: EVE });

    expect(receipt.text).not.toContain('lease');
  });
});

describe('POST /v1/answers/{id}/feedback', () => {
  it('takes a verdict on an answer of one’s own, and of no other', async () => {
    const { ask, handler } = await questionApi();
    const { answerId } = (await ask(ANA)).json();
    const judge = (caller: Caller, body: unknown) =>
      call(handler, { route: 'POST /v1/answers/{id}/feedback', id: answerId, caller, body });

    expect((await judge(ANA, { verdict: 'helpful' })).status).toBe(204);
    expect((await judge(EVE, { verdict: 'helpful' })).status).toBe(404);
    expect((await judge(ANA, { verdict: 'great' })).status).toBe(400);
  });
});

it('an answer tells what it took and whether it was remembered, and a verdict what it was worth, by tenant', async () => {
  const { ports } = await questionApi();
  const metrics = recordedMetrics();
  const answerCache = boundedCache<Proposal>({
    clock: ports.clock,
    name: 'answers',
    maxEntries: 9,
    maxAgeMilliseconds: 9e9,
  });
  const handler = createHandler({ ...ports, metrics, answerCache });
  const ask = async () =>
    (await call(handler, { route: 'POST /v1/answers', caller: ANA, body: { question: QUESTION } })).json();
  const judge = (id: string, verdict: string) =>
    call(handler, { route: 'POST /v1/answers/{id}/feedback', id, caller: ANA, body: { verdict } });

  await judge((await ask()).answerId, 'helpful');
  await judge((await ask()).answerId, 'unhelpful');

  const told = (name: MetricName) => metrics.emitted.flatMap((values) => values[name] ?? []);
  expect(told('AnswerMicrodollars')).toEqual([0, 0]);
  expect(told('AnswersRemembered')).toEqual([0, 1]);
  expect(told('AnswersAccepted')).toEqual([1, 0]);
  expect(metrics.subjects).toEqual(Array.from({ length: 4 }, () => ({ tenantId: 'acme' })));
});

describe('what needs no documents', () => {
  it('answers health to anybody, and describes the API', async () => {
    const { handler } = await questionApi();

    expect((await call(handler, { route: 'GET /v1/health' })).json()).toEqual({
      status: 'ok',
      dependencies: [],
      caches: [],
    });
    expect((await call(handler, { route: 'GET /v1/openapi.json', caller: ANA })).json().openapi).toBe('3.1.0');
  });
});
