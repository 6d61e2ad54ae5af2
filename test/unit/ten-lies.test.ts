import { expect, it } from 'vitest';
import { lyingModel } from '#infra/local/grounding/lying-model.ts';
import { tenLies } from '#infra/local/grounding/ten-lies.ts';
import { seededRandom } from '#shared/domain/statistics.ts';
import type { Answerer } from '#shared/ports/answerer.ts';
import { call } from '../doubles/proxy-event.ts';
import { ANA, questionApi, RENT } from '../doubles/question-api.ts';

const CLAIM = 'The monthly rent is 51,000 euros.';
const QUOTE = 'The monthly rent of the hall is 51,000 euros.';

/** Lies in every way of the ten about the lease, and says the truth once. */
const liar: Answerer = {
  name: 'liar',
  answer: async ({ passages }) => {
    const [passage, other] = ['lease', 'menu'].map((id) => passages.find(({ documentId }) => documentId === id));
    if (passage === undefined || other === undefined) throw new Error('the passages were not retrieved');
    const lies = tenLies({
      ...{ passage, other, claim: CLAIM },
      wrongNumber: 'The monthly rent is 15,000 euros.',
      turnedRound: 'The monthly rent is not 51,000 euros.',
    });
    const claims = [...Object.values(lies), { text: CLAIM, chunkId: passage.chunkId, quote: QUOTE }];
    return { claims, usage: { inputTokens: 0, outputTokens: 0 } };
  },
};

it('tells none of ten kinds of lies, and the truth beside them with the very quote', async () => {
  const { ask, handler } = await questionApi([liar]);

  const answer = (await ask(ANA)).json();

  expect(answer.claims.map(({ text }: { text: string }) => text)).toEqual([CLAIM]);
  expect(answer.claims[0].citation).toMatchObject({ documentId: 'lease', quote: QUOTE });
  expect(RENT.slice(answer.claims[0].citation.start, answer.claims[0].citation.end)).toBe(QUOTE);
  const receipt = (await call(handler, { route: 'GET /v1/answers/{id}', id: answer.answerId, caller: ANA })).json();
  expect(receipt.claims).toMatchObject({ proposed: 11, kept: 1 });
  expect(receipt.claims.dropped).toEqual([
    'quote-not-found',
    'quote-not-found',
    'chunk-not-retrieved',
    'number-not-in-quote',
    'negation-differs',
    'quote-not-found',
    'quote-not-found',
    'quote-too-short',
    'link-not-in-quote',
    'link-not-in-quote',
  ]);
});

it('drops ten in eleven claims of a model that lies ten times of each thing', () => {
  expect(lyingModel(seededRandom(1))).toEqual({
    ...{ proposed: 2_200, dropped: 2_000, told: 200, correct: 200 },
    ...{ trueClaims: 200, trueTold: 200 },
  });
});
