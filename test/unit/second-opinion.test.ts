import { describe, expect, it } from 'vitest';
import { createHandler } from '#functions/query/handler.ts';
import { embeddingCheck } from '#shared/adapters/portable/embedding-check.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { nanodollars } from '#shared/domain/spending.ts';
import type { Answerer } from '#shared/ports/answerer.ts';
import type { SecondCheck } from '#shared/ports/second-check.ts';
import { limitedCheck } from '#shared/runtime/limited-check.ts';
import { hashedWordsEmbedder } from '../doubles/hashed-words-embedder.ts';
import { manualClock } from '../doubles/manual-clock.ts';
import { MONTH } from '../doubles/paying-callers.ts';
import { call } from '../doubles/proxy-event.ts';
import { ANA, QUESTION, questionApi } from '../doubles/question-api.ts';

const QUOTE = 'The monthly rent of the hall is 51,000 euros.';
const OWN_WORDS = 'For the hall 51,000 euros are due a month.';

const saying = (...texts: readonly string[]): Answerer => ({
  name: 'stub',
  answer: async ({ passages: [first] }) => ({
    claims: texts.map((text) => ({ text, chunkId: first?.chunkId ?? '', quote: QUOTE })),
    usage: { inputTokens: 0, outputTokens: 0 },
  }),
});

async function answered(answerer: Answerer, secondCheck?: SecondCheck) {
  const { ports } = await questionApi();
  const handler = createHandler({ ...ports, answerers: [answerer], secondCheck });
  const response = await call(handler, { route: 'POST /v1/answers', caller: ANA, body: { question: QUESTION } });
  const answer = response.json();
  const receipt = response.status === 200 ? await ports.ledger.receipt('acme', answer.answerId) : undefined;
  return { answer, receipt, spent: (await ports.spending.account('acme', MONTH)).spent };
}

const check = (scores: SecondCheck['scores']): SecondCheck => ({ name: 'second', most: () => [], scores });
const never = check(async () => Promise.reject(new Error('it was asked')));

describe('a second opinion', () => {
  it('stands on the receipt, and what is in the quote word for word needs none', async () => {
    const { receipt } = await answered(
      saying(OWN_WORDS, QUOTE),
      check(async () => ({ scores: [0.8], uses: [] })),
    );

    expect(receipt?.support).toEqual({ by: 'second', scores: [0.8, 1] });
  });

  it('changes nothing of the answer, whatever it is', async () => {
    const [without, against] = [
      await answered(saying(OWN_WORDS)),
      await answered(
        saying(OWN_WORDS),
        check(async () => ({ scores: [0], uses: [] })),
      ),
    ];

    expect({ ...against.answer, answerId: '' }).toEqual({ ...without.answer, answerId: '' });
    expect(without.receipt?.support).toBeUndefined();
    expect(against.receipt?.support?.scores).toEqual([0]);
  });

  it('is asked for by nobody where all claims are quotes, or none is told', async () => {
    expect((await answered(saying(QUOTE), never)).receipt?.support).toEqual({ by: 'second', scores: [1] });
    expect((await answered(saying('It is 77 euros.'), never)).receipt?.support).toBeUndefined();
  });

  it('says so where it failed, and the answer stands', async () => {
    const down = check(async () => {
      throw new PipelineFailure('DependencyUnavailable', 'down');
    });

    const { answer, receipt } = await answered(saying(OWN_WORDS), down);

    expect(answer.outcome).toBe('answered');
    expect(receipt?.support).toEqual({ by: 'second', reason: 'DependencyUnavailable' });
  });

  it('is not waited for beyond its time', async () => {
    const deaf = limitedCheck(
      check(() => new Promise(() => {})),
      { clock: manualClock() },
    );

    expect((await answered(saying(OWN_WORDS), deaf)).receipt?.support).toEqual({
      ...{ by: 'second', reason: 'DependencyUnavailable' },
    });
  });

  it('is no excuse for a defect', async () => {
    expect((await answered(saying(OWN_WORDS), never)).answer.type).toBe('urn:affidavit:failure:Unexpected');
  });

  it('of an embedder that is paid is booked on the tenant, and stands on the receipt', async () => {
    const words = hashedWordsEmbedder();
    const titan = embeddingCheck({
      ...words,
      modelId: 'amazon.titan-embed-text-v2:0',
      embed: async (texts, purpose, signal, onTokens) => {
        onTokens?.(10 * texts.length);
        return words.embed(texts, purpose, signal);
      },
    });

    const { receipt, spent } = await answered(saying(OWN_WORDS), titan);

    expect(receipt?.support?.scores?.[0]).toBeGreaterThan(0);
    expect(receipt?.cost?.uses).toContainEqual(expect.objectContaining({ calls: 2, inputTokens: 20 }));
    expect(spent).toBe(nanodollars(receipt?.cost?.dollars ?? 0));
  });
});
