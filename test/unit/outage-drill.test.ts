import { expect, it } from 'vitest';
import { createHandler } from '#functions/query/handler.ts';
import { drilledParts } from '#infra/local/drill/drilled-parts.ts';
import { type DrillAnswer, drillOutages } from '#infra/local/drill/outage-drill.ts';
import { failureNamed } from '#shared/domain/failures.ts';
import { circuitBreaker } from '#shared/runtime/circuit-breaker.ts';
import { guardedModels } from '#shared/runtime/guarded-answerer.ts';
import { guardedGuardrail } from '#shared/runtime/guarded-guardrail.ts';
import { guardedIndex } from '#shared/runtime/guarded-index.ts';
import { guardedReranker } from '#shared/runtime/guarded-reranker.ts';
import { call } from '../doubles/proxy-event.ts';
import { ANA, QUESTION, questionApi } from '../doubles/question-api.ts';
import { recordedMetrics } from '../doubles/recorded-metrics.ts';
import { seededChance } from '../doubles/seeded-chance.ts';
import { virtualClock } from '../doubles/virtual-clock.ts';

/** The drill in virtual time, with or without the answerers that stand in. */
async function drill({ standIns = true } = {}) {
  const clock = virtualClock();
  const parts = drilledParts(clock);
  const { ports } = await questionApi();
  const metrics = recordedMetrics();
  const guarded = guardedModels(parts.models, { clock, metrics, chance: seededChance(1) });
  const breaker = circuitBreaker({ clock, metrics, name: 'index' });
  const { reranker, breakers } = guardedReranker(parts.reranker, { clock, metrics });
  const judging = guardedGuardrail(parts.guardrail, { clock, metrics });
  const handler = createHandler({
    ...ports,
    ...{ clock, index: guardedIndex(parts.index(ports.index), { breaker, clock }) },
    ...{ ledger: parts.ledger(ports.ledger), guardrail: judging.guardrail },
    answerers: standIns ? [...guarded.answerers, ...ports.answerers] : guarded.answerers.slice(0, 1),
    ...{ reranker, breakers: [...guarded.breakers, breaker, ...breakers, ...judging.breakers] },
  });
  const ask = async (): Promise<DrillAnswer> => {
    const response = await call(handler, { route: 'POST /v1/answers', caller: ANA, body: { question: QUESTION } });
    const answer = response.json();
    return response.status === 200 ? answer : { failure: failureNamed(answer.type.split(':').at(-1)) };
  };
  const health: string[] = [];
  const setDown = (down: Parameters<typeof parts.setDown>[0]) => {
    health.push([...guarded.breakers, breaker, ...judging.breakers].map(({ state }) => state()).join(' '));
    parts.setDown(down);
  };
  const rows = drillOutages({ ask, setDown, clock }, { seconds: 6, perSecond: 3 });
  let isOver = false;
  void rows.finally(() => {
    isOver = true;
  });
  while (!isOver) await clock.run();
  return { rows: await rows, health };
}

it('answers through every outage, says who answered, and recovers by itself', async () => {
  const { rows, health } = await drill();

  const table = rows.map(({ phase, answers, degraded, faults }) => ({ phase, answers, degraded, faults }));
  expect(table).toEqual([
    { phase: 'all up', answers: { 'first-model': 18 }, degraded: 0, faults: 0 },
    { phase: 'first model down', answers: { 'second-model': 18 }, degraded: 18, faults: 0 },
    { phase: 'both models down', answers: { extractive: 18 }, degraded: 18, faults: 0 },
    {
      phase: 'models back',
      answers: expect.objectContaining({ 'first-model': expect.any(Number) }),
      degraded: expect.any(Number),
      faults: 0,
    },
    { phase: 'reranker down', answers: { 'first-model, fused order': 18 }, degraded: 0, faults: 0 },
    {
      phase: 'reranker back',
      answers: expect.objectContaining({ 'first-model': expect.any(Number) }),
      degraded: 0,
      faults: 0,
    },
    ...['index', 'guardrail', 'ledger'].flatMap((part) => [
      { phase: `${part} down`, answers: { DependencyUnavailable: 18 }, degraded: 0, faults: 0 },
      {
        phase: `${part} back`,
        answers: expect.objectContaining({ 'first-model': expect.any(Number) }),
        degraded: 0,
        faults: 0,
      },
    ]),
  ]);
  expect(Math.max(...rows.map(({ settledAfterMilliseconds }) => settledAfterMilliseconds))).toBeLessThanOrEqual(5_000);
  expect(health[2]).toBe('open closed closed closed');
  expect(health[7]).toMatch(/^closed .* open closed$/); // Once the index was down.
  expect(health[9]).toMatch(/^closed .* closed open$/); // Once the guardrail was.
});

it('finds the outage in the answers when nobody stands in', async () => {
  const { rows } = await drill({ standIns: false });

  expect(rows.find(({ phase }) => phase === 'first model down')?.faults).toBe(18);
});
