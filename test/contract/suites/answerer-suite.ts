import { describe, expect, it } from 'vitest';
import type { ProposedClaim } from '#shared/domain/answer.ts';
import { checkClaim } from '#shared/domain/claim-check.ts';
import { redacted } from '#shared/domain/text.ts';
import type { Answerer, AnswerRequest } from '#shared/ports/answerer.ts';
import { hashedWordsEmbedder } from '../../doubles/hashed-words-embedder.ts';
import { passage } from '../../doubles/passages.ts';
import type { PortSuite } from './port-suite.ts';

export const PASSAGE = passage('The monthly rent of the hall is 51,000 euros, payable in advance.');

/** What every answerer keeps to. `create` gives one over an honest model. */
export function answererSuite({ name, create }: PortSuite<Answerer>): void {
  describe(`Answerer, ${name}`, () => {
    it('has a name for the receipt', async () => {
      expect((await create()).name).toMatch(/./);
    });

    it('proposes claims that the check lets pass, and says what they cost', async () => {
      const answerer = await create();

      const { claims, usage } = await answerer.answer(await requestWith([PASSAGE]));

      expect(claims.length).toBeGreaterThan(0);
      expect(claims.map((claim) => checkClaim(claim, [PASSAGE]).outcome)).toEqual(claims.map(() => 'carried'));
      expect(usage.inputTokens).toBeGreaterThanOrEqual(0);
      expect(usage.outputTokens).toBeGreaterThanOrEqual(0);
    });

    it('tells no claim on its way that its reply does not hold, and tells them in order', async () => {
      const answerer = await create();
      const told: ProposedClaim[] = [];

      const { claims } = await answerer.answer(await requestWith([PASSAGE]), undefined, (claim) => told.push(claim));

      expect(told).toEqual(claims.slice(0, told.length));
    });

    it('stops when the signal is aborted', async () => {
      const answerer = await create();

      await expect(answerer.answer(await requestWith([PASSAGE]), AbortSignal.abort())).rejects.toThrow();
    });
  });
}

async function requestWith(passages: AnswerRequest['passages']): Promise<AnswerRequest> {
  const question = redacted('What is the monthly rent of the hall?');
  const [questionVector = []] = await hashedWordsEmbedder().embed([question], 'query');
  return { question, questionVector, passages };
}
