import { expect, it } from 'vitest';
import { evaluateAnswers, wrongAnswers } from '#infra/local/evaluation/evaluate-answers.ts';
import type { EvaluatedQuestion } from '#infra/local/evaluation/question-file.ts';
import type { AnswerResponse } from '#shared/contracts/api.ts';

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

async function metricsOf(
  question: Omit<EvaluatedQuestion, 'id' | 'question' | 'asker'>,
  answers: Record<string, AnswerResponse>,
) {
  const questions = [{ id: 'q1', question: 'How long?', asker: BEN, ...question }];
  const file = { name: 'questions', questions, collections: [], documents: '' };
  const service = {
    ask: async ({ user }: { readonly user: string }) => answers[user] ?? refusal,
    tokensOf: async () => 7,
    documentIdOf: (document: string) => document,
  };
  const options = { limit: 10, now: () => 0, onProgress: () => undefined };
  const { cases } = await evaluateAnswers(file, service, options);
  const { milliseconds: _, tokens, ...means } = cases[0]?.figures ?? {};
  return { means, tokens, slices: cases[0]?.slices, isRight: wrongAnswers(cases).length === 0 };
}

it.each([
  ['the passage within more', `In 2024: ${EXPECTED.passage}\nin all.`, 1],
  ['a good part of the passage', 'stopped  production for eleven\nworking', 1],
  ['too little of the passage', 'eleven working days', 0],
  ['something else', 'Emissions fell by a third in that very year', 0],
])('looks for the passage in the quotes: %s', async (_name, quote, value) => {
  const { means, isRight } = await metricsOf({ kind: 'answerable', expected: EXPECTED }, { ben: answer(quote) });

  expect(means).toEqual({ answered: 1, 'expected-passage': value });
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
