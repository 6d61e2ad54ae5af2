import { describe, expect, it } from 'vitest';
import { evaluateAnswers, wrongAnswers } from '#infra/local/evaluation/evaluate-answers.ts';
import type { EvaluatedQuestion } from '#infra/local/evaluation/question-file.ts';
import type { AnswerResponse } from '#shared/contracts/api.ts';
import { receipt } from '../doubles/sample-records.ts';

const ANA = { tenant: 'acme', user: 'ana', groups: ['finance'] };
const BEN = { tenant: 'acme', user: 'ben', groups: [] };
const EXPECTED = {
  document: 'acme/finance/report.pdf',
  passage: 'The fire stopped production for eleven working days',
};

const refusal: AnswerResponse = {
  ...{ answerId: 'a', outcome: 'no-evidence', claims: [], sources: [], answerer: 'stub', degraded: false, notes: [] },
};
function answer(quote: string, documentId = EXPECTED.document): AnswerResponse {
  const place = { chunkId: 'c', documentId, name: 'n', title: 't', page: 1, start: 0, end: quote.length };
  return {
    ...refusal,
    outcome: 'answered',
    claims: [{ text: quote, citation: { ...place, quote, boxes: [], score: 1 } }],
  };
}

function serviceOf(answers: Record<string, AnswerResponse>) {
  return {
    ask: async ({ user }: { readonly user: string }) => answers[user] ?? refusal,
    receipt: async () => receipt({ tokens: { input: 3, output: 4 } }),
    pageText: async () => `${EXPECTED.passage} and more.`,
    documentIdOf: (document: string) => document,
  };
}

async function metricsOf(
  question: Omit<EvaluatedQuestion, 'id' | 'question' | 'asker'>,
  answers: Record<string, AnswerResponse>,
) {
  const questions = [{ id: 'q1', question: 'How long?', asker: BEN, ...question }];
  const file = { name: 'questions', questions, collections: [], documents: '' };
  const service = serviceOf(answers);
  const options = { limit: 10, now: () => 0, onProgress: () => undefined };
  const { cases, summary } = await evaluateAnswers(file, service, options);
  const figures = Object.entries(cases[0]?.figures ?? {});
  const isOfCitations = (name: string) => /^(?:citation|claims)\.|^(?:milliseconds|tokens|cost)$/.test(name);
  const means = Object.fromEntries(figures.filter(([name]) => !isOfCitations(name)));
  const beside = Object.fromEntries(figures.filter(([name]) => isOfCitations(name)));
  return { means, beside, summary, slices: cases[0]?.slices, isRight: wrongAnswers(cases).length === 0 };
}

it.each([
  ['the passage within more', `In 2024: ${EXPECTED.passage}\nin all.`, 1],
  ['a good part of the passage', 'stopped  production for eleven\nworking', 1],
  ['too little of the passage', 'eleven working days', 0],
  ['something else', 'Emissions fell by a third in that very year', 0],
])('looks for the passage in the quotes: %s', async (_name, quote, value) => {
  const { means, isRight } = await metricsOf({ kind: 'answerable', expected: EXPECTED }, { ben: answer(quote) });

  expect(means).toEqual({ answered: 1, 'expected-passage': value, completeness: value, 'conflict.false': 0 });
  expect(isRight).toBe(value === 1);
});

it('does not count the passage of another document', async () => {
  const { means } = await metricsOf(
    { kind: 'table', expected: EXPECTED },
    { ben: answer(EXPECTED.passage, 'acme/finance/other.pdf') },
  );

  expect(means['expected-passage']).toBe(0);
});

it('counts refusals where there is no answer', async () => {
  expect((await metricsOf({ kind: 'unanswerable' }, {})).means).toEqual({ refused: 1 });
  expect((await metricsOf({ kind: 'unanswerable' }, { ben: answer('Something.') })).isRight).toBe(false);
});

it('asks a forbidden question again for somebody who may', async () => {
  const question = { kind: 'forbidden', permitted: ANA, expected: EXPECTED } as const;

  expect((await metricsOf(question, { ana: answer(EXPECTED.passage) })).means).toEqual({
    'forbidden-refused': 1,
    'permitted-answered': 1,
  });
  expect((await metricsOf(question, { ben: answer(EXPECTED.passage) })).means).toEqual({
    'forbidden-refused': 0,
    'permitted-answered': 0,
  });
});

it('tells beside every citation figure how many claims were dropped', async () => {
  const { beside } = await metricsOf({ kind: 'answerable', expected: EXPECTED }, { ben: answer(EXPECTED.passage) });

  expect(beside).toEqual({
    ...{ 'citation.coverage': 1, 'citation.correct': 1, 'claims.kept': 0.5, 'claims.dropped': 0.5 },
    ...{ milliseconds: 0, tokens: 7, cost: 0.002 },
  });
});

it('tells dollars for each answer that quotes what was expected, and none where no answer does', async () => {
  const question = { kind: 'answerable', expected: EXPECTED } as const;

  const accepted = await metricsOf(question, { ben: answer(EXPECTED.passage) });
  const declined = await metricsOf(question, { ben: answer('Emissions fell by a third in that very year') });

  expect(accepted.summary['cost.accepted']).toEqual({ value: 0.002, low: 0.002, high: 0.002 });
  expect(declined.summary).toEqual({});
});

describe('of a question that two passages answer differently', () => {
  const OTHER = { document: 'acme/finance/news.md', passage: 'The fire stopped production for nineteen working days' };
  const question = { kind: 'conflict' as const, expected: EXPECTED, parts: [OTHER] };
  const [one, other] = [answer(EXPECTED.passage), answer(OTHER.passage, OTHER.document)];
  const both: AnswerResponse = { ...one, claims: [...one.claims, ...other.claims] };
  const conflicts = [{ about: 'number' as const, claims: [0, 1] }];

  it('wants both quotes, shown as a conflict', async () => {
    const shown = await metricsOf(question, { ben: { ...both, conflicts } });

    expect(shown.means).toEqual({ answered: 1, 'expected-passage': 1, completeness: 1, conflict: 1 });
  });

  it.each([
    ['both quotes that nobody calls a conflict', both, 1],
    ['a conflict of other quotes', { ...both, claims: [...one.claims, ...one.claims, ...other.claims], conflicts }, 1],
    ['one of them', one, 0.5],
  ])('does not count %s', async (_what, given, completeness) => {
    const { means, isRight } = await metricsOf(question, { ben: given });

    expect(means).toMatchObject({ conflict: 0, completeness });
    expect(isRight).toBe(false);
  });

  it('does not blame an answer for a contradiction that another question of the file is about', async () => {
    const asked = { question: 'How long?', asker: BEN, expected: EXPECTED };
    const plain: EvaluatedQuestion = { ...asked, id: 'q1', kind: 'answerable' };
    const about: EvaluatedQuestion = { ...asked, id: 'q2', kind: 'conflict', parts: [OTHER] };
    const falseOf = async (questions: readonly EvaluatedQuestion[]) => {
      const service = serviceOf({ ben: { ...both, conflicts } });
      const options = { limit: 10, now: () => 0, onProgress: () => undefined };
      return (await evaluateAnswers({ questions }, service, options)).cases[0]?.figures['conflict.false'];
    };

    expect([await falseOf([plain, about]), await falseOf([plain])]).toEqual([0, 1]);
  });

  it('counts a conflict that is shown where there is none', async () => {
    const plain = { kind: 'answerable', expected: EXPECTED } as const;

    expect((await metricsOf(plain, { ben: { ...both, conflicts } })).means['conflict.false']).toBe(1);
  });
});
