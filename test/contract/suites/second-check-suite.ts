import { describe, expect, it } from 'vitest';
import { redacted } from '#shared/domain/text.ts';
import type { SecondCheck, SecondCheckRequest } from '#shared/ports/second-check.ts';
import { meteredEmbedding } from '#shared/runtime/metered-embedding.ts';

const QUOTE = redacted('The monthly rent of the hall is 51,000 euros, payable in advance.');
const CLAIMS = [
  { text: redacted('The rent of the hall is 51,000 euros a month.'), quote: QUOTE },
  { text: redacted('Lunch is served from noon.'), quote: QUOTE },
];
const request = (claims: SecondCheckRequest['claims']): SecondCheckRequest => ({
  ...{ question: redacted('What is the rent of the hall?'), claims, embed: meteredEmbedding },
});

/** What every second check keeps to. */
export function secondCheckSuite(name: string, create: () => SecondCheck): void {
  describe(`SecondCheck, ${name}`, () => {
    it('has a name for the receipt', () => {
      expect(create().name).toMatch(/./);
    });

    it('scores each claim from 0 to 1, in order, higher where the quote says it', async () => {
      const { scores } = await create().scores(request(CLAIMS));

      expect(scores).toHaveLength(2);
      for (const score of scores) expect(score).toBeGreaterThanOrEqual(0);
      for (const score of scores) expect(score).toBeLessThanOrEqual(1);
      expect(scores[0]).toBeGreaterThan(Number(scores[1]));
    });

    it('says what it took, and takes no more than it said before, beside what it embeds', async () => {
      const check = create();

      const { uses } = await check.scores(request(CLAIMS));

      expect(uses.length).toBeGreaterThan(0);
      for (const bound of check.most(request(CLAIMS))) {
        const calls = uses.filter(({ model }) => model === bound.model).reduce((sum, use) => sum + use.calls, 0);
        expect(calls).toBeLessThanOrEqual(bound.calls * CLAIMS.length);
      }
    });

    it('asks nobody about no claims', async () => {
      expect(await create().scores(request([]))).toEqual({ scores: [], uses: [] });
    });

    it('stops when the signal is aborted', async () => {
      await expect(create().scores(request(CLAIMS), AbortSignal.abort())).rejects.toThrow();
    });
  });
}
