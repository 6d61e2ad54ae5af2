import { describe, expect, it } from 'vitest';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { redacted } from '#shared/domain/text.ts';
import type { Reranker, RerankReply } from '#shared/ports/reranker.ts';
import type { AdmittedHit } from '#shared/runtime/admit-hits.ts';
import { guardedReranker } from '#shared/runtime/guarded-reranker.ts';
import { QUESTION_LIMITS } from '#shared/runtime/question-limits.ts';
import { rerankPassages } from '#shared/runtime/rerank-passages.ts';
import { passage } from '../doubles/passages.ts';
import { recordedMetrics } from '../doubles/recorded-metrics.ts';
import { virtualClock } from '../doubles/virtual-clock.ts';

const IDS = ['a', 'b', 'c', 'd'];
const ADMITTED = IDS.map(
  (chunkId): AdmittedHit => ({ hit: { chunkId, score: 1 }, passage: passage(chunkId, { chunkId }) }),
);
const QUESTION = { question: redacted('rent?'), questionVector: [1] };
const never = new AbortController().signal;

function reranker(reply: () => Promise<Partial<RerankReply>>, maxPassages = 3): Reranker {
  return { modelId: 'model', maxPassages, rerank: async () => ({ scores: [], uses: [], ...(await reply()) }) };
}

const rerank = (with_: Reranker | undefined, signal = never) => rerankPassages(ADMITTED, QUESTION, with_, signal);
const idsOf = ({ admitted }: Awaited<ReturnType<typeof rerank>>) => admitted.map(({ hit }) => hit.chunkId);

describe('reranking', () => {
  it('puts the best first, and says of each what place and score it got', async () => {
    const features = [0, 1, 2].map((phrase) => ({ phrase: phrase / 3 }));
    const use = { model: 'model', calls: 1, inputTokens: 0, outputTokens: 0 };

    const found = await rerank(reranker(async () => ({ scores: [1, 0, 7], features, uses: [use] })));

    expect(idsOf(found)).toEqual(['c', 'a', 'b', 'd']);
    expect(found.admitted[0]?.hit).toMatchObject({ rerankRank: 1, rerankScore: 7, rerankFeatures: { phrase: 0.6667 } });
    expect(found.admitted[3]?.hit.rerankRank).toBeUndefined();
    expect(found).toMatchObject({ rerank: { model: 'model', passages: 3, reranked: true }, uses: [use] });
  });

  it('keeps the fused order among equals, and of what it did not look at', async () => {
    const found = await rerank(reranker(async () => ({ scores: [1, 1, 1] })));

    expect(idsOf(found)).toEqual(IDS);
  });

  it('is given nothing but what was admitted', async () => {
    const seen: string[] = [];
    const curious: Reranker = {
      ...reranker(async () => ({})),
      rerank: async ({ passages }) => {
        seen.push(...passages.map(({ chunkId }) => chunkId));
        return { scores: passages.map(() => 0), uses: [] };
      },
    };

    await rerank(curious);

    expect(seen).toEqual(['a', 'b', 'c']);
  });

  it('asks nobody where nothing was admitted, so that no circuit takes that for an answer', async () => {
    let calls = 0;
    const counted = reranker(async () => {
      calls += 1;
      return {};
    });

    const found = await rerankPassages([], QUESTION, counted, never);

    expect([found.admitted, found.rerank?.reranked, calls]).toEqual([[], true, 0]);
  });

  it.each<[what: string, reply: () => Promise<Partial<RerankReply>>, reason: string]>([
    [
      'is down',
      async () => {
        throw new PipelineFailure('ModelThrottled', 'busy');
      },
      'ModelThrottled',
    ],
    [
      'has a defect',
      async () => {
        throw new TypeError('no such thing');
      },
      'Unexpected',
    ],
    ['scores only some', async () => ({ scores: [1] }), 'DependencyUnavailable'],
    ['scores by what is no number', async () => ({ scores: [1, Number.NaN, 2] }), 'DependencyUnavailable'],
  ])('leaves the fused order when the reranker %s, and says so', async (_what, reply, reason) => {
    const found = await rerank(reranker(reply));

    expect(idsOf(found)).toEqual(IDS);
    expect(found.rerank).toEqual({ model: 'model', passages: 3, reranked: false, reason });
    expect(found.admitted.some(({ hit }) => hit.rerankRank !== undefined)).toBe(false);
  });

  it('ends with the asker who gave up, in place of going on in fused order', async () => {
    const gone = new AbortController();
    const leaving = reranker(async () => {
      gone.abort(new Error('gone'));
      throw new PipelineFailure('DependencyUnavailable', 'aborted');
    });

    await expect(rerank(leaving, gone.signal)).rejects.toThrow('gone');
  });
});

describe('a guarded reranker', () => {
  const sleepless = new Promise<never>(() => undefined);

  it('is not waited for beyond its time, also when it heeds no signal', async () => {
    const clock = virtualClock();
    const { reranker: guarded } = guardedReranker(
      reranker(() => sleepless),
      { clock, metrics: recordedMetrics() },
    );
    const startedAt = clock.now();

    const waiting = rerank(guarded);
    await clock.run();
    const found = await waiting;

    expect(found.rerank).toMatchObject({ reranked: false, reason: 'DependencyUnavailable' });
    expect(clock.now() - startedAt).toBe(QUESTION_LIMITS.reranker);
  });

  it('is not asked while it is known to be down', async () => {
    let calls = 0;
    const broken = reranker(async () => {
      calls += 1;
      throw new PipelineFailure('DependencyUnavailable', 'down');
    });
    const { reranker: guarded, breakers } = guardedReranker(broken, {
      clock: virtualClock(),
      metrics: recordedMetrics(),
    });

    for (let asked = 0; asked < 6; asked += 1) await rerank(guarded);

    expect(calls).toBe(3);
    expect(breakers.map(({ name, state }) => [name, state()])).toEqual([['reranker', 'open']]);
  });

  it('is nothing to ask and nothing to watch where none is configured', () => {
    const none = guardedReranker(undefined, { clock: virtualClock(), metrics: recordedMetrics() });

    expect(none).toEqual({ reranker: undefined, breakers: [] });
  });
});
