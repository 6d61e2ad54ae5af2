import { describe, expect, it } from 'vitest';
import { extractiveAnswerer } from '#shared/adapters/portable/extractive-answerer.ts';
import { textAnalyzer } from '#shared/adapters/portable/text-analyzer.ts';
import type { Passage } from '#shared/domain/answer.ts';
import { checkClaim } from '#shared/domain/claim-check.ts';
import { chooseClaims, claimsInTurn } from '#shared/domain/extractive-choice.ts';
import { calibrationOf } from '#shared/domain/retrieval-calibration.ts';
import { redacted } from '#shared/domain/text.ts';
import { hashedWordsEmbedder } from '../doubles/hashed-words-embedder.ts';
import { passage } from '../doubles/passages.ts';

const embedder = hashedWordsEmbedder();
const options = { embedder, analyzer: textAnalyzer(), calibration: calibrationOf(embedder.modelId) };

async function answer(text: string, ...passages: Passage[]) {
  const question = redacted(text);
  const [questionVector = []] = await embedder.embed([question], 'query');
  const { claims } = await extractiveAnswerer(options).answer({
    question,
    questionVector,
    passages,
  });
  return claims;
}

const RATES =
  'Rates of the second lease:\nService | Unit | Price\nUnloading stop | stop | 85.00\nNight shift | hour | 31.00';

describe('extractiveAnswerer', () => {
  it('quotes the sentence that says it, and no other', async () => {
    const claims = await answer(
      'How many tonnes of salmon were destroyed?',
      passage('The lorry was late. We destroyed 7.2 tonnes of salmon after the delay. The insurer was told on 3 May.'),
    );

    expect(claims).toEqual([
      {
        text: 'We destroyed 7.2 tonnes of salmon after the delay.',
        chunkId: 'chunk-1',
        quote: 'We destroyed 7.2 tonnes of salmon after the delay.',
      },
    ]);
  });

  it('reads a table row out with the names of its columns, and quotes the row', async () => {
    const [claim] = await answer('What is the price of an unloading stop?', passage(RATES));

    expect(claim).toEqual({
      text: 'Service: Unloading stop; Unit: stop; Price: 85.00',
      chunkId: 'chunk-1',
      quote: 'Unloading stop | stop | 85.00',
    });
  });

  it('takes the names of columns from the context where the chunk begins below them', async () => {
    const row = passage('Unloading stop | stop | 85.00', { context: redacted('Rates\nService | Unit | Price') });

    const [claim] = await answer('What is the price of an unloading stop?', row);

    expect(claim?.text).toBe('Service: Unloading stop; Unit: stop; Price: 85.00');
  });

  it('leaves out the empty cells of a row', async () => {
    const [claim] = await answer(
      'What is the price of an unloading stop?',
      passage('Service | Unit | Price\nUnloading stop |  | 85.00'),
    );

    expect(claim?.text).toBe('Service: Unloading stop; Price: 85.00');
  });

  it('reads a row without names of columns as it stands', async () => {
    const [claim] = await answer(
      'What is the price of an unloading stop?',
      passage('Unloading stop price | 7 | 85.00'),
    );

    expect(claim?.text).toBe('Unloading stop price | 7 | 85.00');
  });

  it('says nothing when no sentence is likely enough', async () => {
    expect(await answer('Who won the marathon?', passage('The canteen opens at noon and closes at three.'))).toEqual(
      [],
    );
  });

  it('says nothing about no passages', async () => {
    expect(await answer('What is the rent?')).toEqual([]);
  });

  it('quotes neither headings nor questions, and takes a short sentence with the next', async () => {
    const claims = await answer(
      'When is the rent due?',
      passage('Rent due\nWhen is the rent due? Rent due Monday. The rent is due on the third working day, at noon.'),
    );

    expect(claims.map(({ quote }) => quote)).not.toContain('Rent due');
    expect(claims.map(({ quote }) => quote)).not.toContain('When is the rent due?');
    expect(claims[0]?.quote).toBe('Rent due Monday. The rent is due on the third working day, at noon.');
  });

  it('leaves out a short sentence with nothing behind it', async () => {
    expect(await answer('When is the rent due?', passage('Rent due Monday.'))).toEqual([]);
  });

  it('prefers the figure right before what is counted', async () => {
    const claims = await answer(
      'How many shares has the company issued?',
      passage('The company pays 11 pence a share to all of them. The company has issued 4,000 shares to date in all.'),
    );

    expect(claims[0]?.quote).toBe('The company has issued 4,000 shares to date in all.');
  });

  it('trusts a passage less that lacks the year of the question', async () => {
    const claims = await answer(
      'What was the revenue of the firm in 2023?',
      passage('The revenue of the firm was 9 million pounds in 2024.', { chunkId: 'other-year' }),
      passage('The revenue of the firm was 8 million pounds in 2023.', { chunkId: 'right-year' }),
    );

    expect(claims[0]?.chunkId).toBe('right-year');
  });

  it('quotes the same words once, and three sentences at most', async () => {
    const same = 'The rent of the hall is 51,000 euros.';
    const claims = await answer(
      'What is the rent of the hall?',
      ...['a', 'b'].map((chunkId) => passage(same, { chunkId })),
      ...[1, 2, 3, 4].map((n) => passage(`The rent of the hall is ${n}00 euros.`, { chunkId: `c${n}` })),
    );

    expect(claims).toHaveLength(3);
    expect(new Set(claims.map(({ quote }) => quote)).size).toBe(3);
  });

  it('answers the parts of a question in turn, the best of each first', async () => {
    const parts = await Promise.all(
      ['What is the monthly rent of the hall?', 'When does the canteen serve lunch?'].map(async (text) => {
        const [questionVector = []] = await embedder.embed([redacted(text)], 'query');
        return { question: redacted(text), questionVector };
      }),
    );
    const passages = [
      passage('The monthly rent of the hall is 51,000 euros.', { chunkId: 'rent' }),
      passage('The canteen serves lunch from noon until two.', { chunkId: 'lunch' }),
    ];

    const { claims, answerability } = await extractiveAnswerer(options).answer({
      ...{ question: redacted('Rent and lunch?'), questionVector: [], passages, parts },
    });

    expect(claims.slice(0, 2).map(({ chunkId }) => chunkId)).toEqual(['rent', 'lunch']);
    expect(answerability).toBeGreaterThan(0);
  });

  it('makes claims that pass the check of claims', async () => {
    const passages = [passage(RATES), passage('The rent is 900 euros a month.', { chunkId: 'c2' })];

    const claims = [
      ...(await answer('What is the price of an unloading stop?', ...passages)),
      ...(await answer('How much is the rent a month in euros?', ...passages)),
    ];

    expect(claims.length).toBeGreaterThanOrEqual(2);
    expect(claims.map((claim) => checkClaim(claim, passages).outcome)).toEqual(claims.map(() => 'carried'));
  });

  it('thinks an answer likelier when the sentence has the name asked for, and denies what the question denies', async () => {
    const likelihood = async (text: string) => {
      const question = redacted(text);
      const [questionVector = []] = await embedder.embed([question], 'query');
      const passages = [passage('The rent of the hall in Leipzig is due on Monday.')];
      return (await extractiveAnswerer(options).answer({ question, questionVector, passages })).answerability ?? 0;
    };

    const same = await likelihood('When is the rent of the hall in Leipzig due?');

    expect(await likelihood('When is the rent of the hall in Dresden due?')).toBeLessThan(same);
    expect(await likelihood('When is the rent of the hall in Leipzig not due?')).toBeLessThan(same);
  });

  it('thinks an answer less likely when the question fits better without a word that the sentence lacks', async () => {
    const { answerability, ...uncalibrated } = calibrationOf(embedder.modelId);
    const askedOf = async (unsaid: number | undefined) => {
      const question = redacted('When is the purple rent due?');
      const [questionVector = []] = await embedder.embed([question], 'query');
      const calibration = { ...uncalibrated, answerability: { ...answerability, unsaid } };
      const request = { question, questionVector, passages: [passage('The rent of the hall is due on Monday.')] };
      return extractiveAnswerer({ ...options, calibration }).answer(request);
    };

    const [weighed, unweighed] = [await askedOf(-20), await askedOf(undefined)];

    expect(weighed.answerability).toBeLessThan(unweighed.answerability ?? 0);
    expect([weighed.embedding?.calls, unweighed.embedding?.calls]).toEqual([2, 1]);
  });

  it('stops when the signal is aborted', async () => {
    const request = { question: redacted('the rent'), questionVector: [], passages: [passage('The rent is due.')] };

    await expect(extractiveAnswerer(options).answer(request, AbortSignal.abort())).rejects.toThrow();
  });
});

describe('chooseClaims', () => {
  it('tells together what one document says', () => {
    const compared = (chunkId: string, documentId: string, similarity: number) => ({
      candidate: {
        ...{ passage: passage('x', { chunkId, documentId }), quote: `It is ${chunkId}.`, header: [] },
        ...{ meaning: redacted(''), coverage: 1, surroundings: 1, near: new Set<string>(), form: 0 },
      },
      ...{ similarity, vector: [] },
    });

    const claims = chooseClaims(
      [compared('a', 'lease', 0.9), compared('b', 'draft', 0.89), compared('c', 'lease', 0.88)],
      options.calibration.sentence,
    );

    expect(claims.map(({ chunkId }) => chunkId)).toEqual(['a', 'c', 'b']);
  });
});

describe('claimsInTurn', () => {
  const claim = (quote: string) => ({ text: quote, chunkId: 'c', quote });
  const quotes = (...lists: readonly string[][]) =>
    claimsInTurn(lists.map((list) => list.map(claim))).map(({ quote }) => quote);

  it('tells the best of each list first, nothing twice, and three at most', () => {
    expect(quotes(['a', 'b'], ['c', 'd'])).toEqual(['a', 'c', 'b']);
    expect(quotes(['a', 'b'], ['a', 'c'])).toEqual(['a', 'b', 'c']);
    expect(quotes([], ['a'])).toEqual(['a']);
    expect(quotes()).toEqual([]);
  });
});
