import { describe, expect, it } from 'vitest';
import { redacted } from '#shared/domain/text.ts';
import { cosineSimilarity } from '#shared/domain/vector.ts';
import type { Embedder } from '#shared/ports/embedder.ts';

/** What every embedder keeps to. */
export function embedderSuite({ name, create }: { name: string; create: () => Embedder }): void {
  describe(`Embedder, ${name}`, () => {
    it('answers in the order of the texts, each as if it stood alone', async () => {
      const embedder = create();
      const texts = Array.from({ length: Math.min(3, embedder.maxBatch) }, (_, index) => redacted(`note ${index}`));

      const together = await embedder.embed(texts, 'passage');

      const oneByOne = await Promise.all(texts.map((text) => embedder.embed([text], 'passage')));
      expect(together).toEqual(oneByOne.flat());
      expect(new Set(together.map(String)).size).toBe(texts.length);
    });

    it.each(['query', 'passage'] as const)('returns a unit vector of the promised length for a %s', async (purpose) => {
      const embedder = create();

      const [vector = []] = await embedder.embed([redacted('net income')], purpose);

      expect(vector).toHaveLength(embedder.dimensions);
      expect(Math.hypot(...vector)).toBeCloseTo(1, 10);
    });

    it('puts a passage that shares the words of a question nearer to it than another', async () => {
      const embedder = create();
      const [question = []] = await embedder.embed([redacted('net income of the year')], 'query');

      const [near = []] = await embedder.embed([redacted('The net income of the year rose.')], 'passage');
      const [far = []] = await embedder.embed([redacted('Bananas hold potassium.')], 'passage');

      expect(cosineSimilarity(question, near)).toBeGreaterThan(cosineSimilarity(question, far));
    });

    it('takes a text that is longer than it reads', async () => {
      const [vector = []] = await create().embed([redacted('income '.repeat(2_000))], 'passage');

      expect(Math.hypot(...vector)).toBeCloseTo(1, 10);
    });

    it('makes nothing of nothing', async () => {
      expect(await create().embed([], 'passage')).toEqual([]);
    });

    it('says which model it is and how much it takes', () => {
      const { modelId, maxBatch, maxInputTokens } = create();

      expect(modelId).toMatch(/./);
      expect(Math.min(maxBatch, maxInputTokens)).toBeGreaterThanOrEqual(1);
    });

    it('stops when the signal is aborted', async () => {
      await expect(create().embed([redacted('net income')], 'passage', AbortSignal.abort())).rejects.toThrow();
    });
  });
}
