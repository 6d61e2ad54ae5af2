import { describe, expect, it } from 'vitest';
import { createHandler } from '#functions/query/handler.ts';
import { AnswerResponseSchema, SearchResponseSchema } from '#shared/contracts/api.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import type { Reranker } from '#shared/ports/reranker.ts';
import { call } from '../doubles/proxy-event.ts';
import { ANA, QUESTION, questionApi } from '../doubles/question-api.ts';

/** Turns the order round, so that it shows. */
const TURNING: Reranker = {
  modelId: 'amazon.rerank-v1:0',
  maxPassages: 30,
  rerank: async ({ passages }) => ({
    scores: [...passages.keys()],
    uses: [{ model: 'amazon.rerank-v1:0', calls: 1, inputTokens: 0, outputTokens: 0 }],
  }),
};
const DOWN: Reranker = {
  ...TURNING,
  rerank: async () => {
    throw new PipelineFailure('DependencyUnavailable', 'it is down');
  },
};

async function api(reranker?: Reranker) {
  const { ports } = await questionApi();
  const handler = createHandler({ ...ports, ...(reranker && { reranker }) });
  const post = async (route: string, body: object) => (await call(handler, { route, caller: ANA, body })).json();
  return {
    search: async () => SearchResponseSchema.parse(await post('POST /v1/search', { query: QUESTION })),
    answer: async () => {
      const answer = AnswerResponseSchema.parse(await post('POST /v1/answers', { question: QUESTION }));
      return { answer, receipt: await ports.ledger.receipt('acme', answer.answerId) };
    },
  };
}

describe('questions and searches', () => {
  it('show passages in the order of the reranker, and say so', async () => {
    const plain = await (await api()).search();
    const turned = await (await api(TURNING)).search();

    const ids = (found: typeof plain) => found.passages.map(({ documentId }) => documentId);
    expect(ids(turned)).toEqual(ids(plain).toReversed());
    expect([plain.reranked, turned.reranked]).toEqual([undefined, true]);
  });

  it('meter the reranker, and keep what it said on the receipt', async () => {
    const { answer, receipt } = await (await api(TURNING)).answer();

    expect(answer.reranked).toBe(true);
    expect(receipt?.rerank).toEqual({ model: 'amazon.rerank-v1:0', passages: 2, reranked: true });
    expect(receipt?.candidates[0]).toMatchObject({ rerankRank: 2, rerankScore: 0 });
    expect(receipt?.timings['rerank']).toBeGreaterThanOrEqual(0);
    expect(receipt?.cost?.uses).toContainEqual(
      expect.objectContaining({ model: 'amazon.rerank-v1:0', dollars: 0.001 }),
    );
  });

  it('are answered in fused order while the reranker is down, and say so', async () => {
    const { answer, receipt } = await (await api(DOWN)).answer();

    expect(answer).toMatchObject({ outcome: 'answered', degraded: false, reranked: false });
    expect(answer.notes).toContainEqual(expect.stringContaining('The reranker did not answer'));
    expect(receipt?.rerank).toMatchObject({ reranked: false, reason: 'DependencyUnavailable' });
  });

  it('say nothing of reranking where none is configured', async () => {
    const { answer, receipt } = await (await api()).answer();

    expect(answer).not.toHaveProperty('reranked');
    expect(receipt?.rerank).toBeUndefined();
  });
});
