import { describe, expect, it } from 'vitest';
import { redacted } from '#shared/domain/text.ts';
import type { Reranker, RerankRequest } from '#shared/ports/reranker.ts';
import { hashedWordsEmbedder } from '../../doubles/hashed-words-embedder.ts';
import { passage } from '../../doubles/passages.ts';
import type { PortSuite } from './port-suite.ts';

/** Between which search is undecided. */
const PASSAGES = [
  passage('The canteen serves lunch from noon until two in the afternoon.', { chunkId: 'menu' }),
  passage('The monthly rent of the hall is 51,000 euros, payable in advance.', { chunkId: 'lease' }),
  passage('The hall was built in 1911 and has a monthly open day.', { chunkId: 'history' }),
];

/** What every reranker keeps to. `create` gives one over an honest model. */
export function rerankerSuite({ name, create }: PortSuite<Reranker>): void {
  describe(`Reranker, ${name}`, () => {
    it('says by whom it is and how much it takes', async () => {
      const { modelId, maxPassages } = await create();

      expect(modelId).toMatch(/./);
      expect(maxPassages).toBeGreaterThanOrEqual(10);
    });

    it('gives one score a passage in the order given, the highest to what answers, and says what it took', async () => {
      const reranker = await create();

      const { scores, features, uses } = await reranker.rerank(await requestWith(PASSAGES));

      expect(scores).toHaveLength(3);
      expect(Math.max(...scores)).toBe(scores[1]);
      expect(features?.length ?? 3).toBe(3);
      expect(uses.map(({ model, calls }) => [model, calls])).toEqual([[reranker.modelId, 1]]);
    });

    it('scores passages by themselves, wherever they stand in the list', async () => {
      const reranker = await create();
      const straight = await reranker.rerank(await requestWith(PASSAGES));

      const turned = await reranker.rerank(await requestWith([...PASSAGES].reverse()));

      for (const [at, score] of turned.scores.toReversed().entries())
        expect(score).toBeCloseTo(straight.scores[at] ?? 0);
    });

    it('has nothing to say of no passages', async () => {
      const reranker = await create();

      expect((await reranker.rerank(await requestWith([]))).scores).toEqual([]);
    });

    it('stops when the signal is aborted', async () => {
      const reranker = await create();

      await expect(reranker.rerank(await requestWith(PASSAGES), AbortSignal.abort())).rejects.toThrow();
    });
  });
}

async function requestWith(passages: RerankRequest['passages']): Promise<RerankRequest> {
  const question = redacted('What is the monthly rent of the hall?');
  const [questionVector = []] = await hashedWordsEmbedder().embed([question], 'query');
  return { question, questionVector, passages };
}
