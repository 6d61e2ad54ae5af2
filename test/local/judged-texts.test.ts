import { expect, it } from 'vitest';
import { setOfQuestions } from '#infra/local/evaluation/exported-set.ts';
import type { Asked } from '#infra/local/evaluation/noted-answers.ts';
import type { EvaluatedQuestion } from '#infra/local/evaluation/question-file.ts';
import { judgedTexts } from '#infra/local/judging/judged-texts.ts';
import { sqliteLedger } from '#shared/adapters/local/sqlite-ledger.ts';
import { patternEntityFinder } from '#shared/adapters/portable/pattern-entity-finder.ts';
import { textAnalyzer } from '#shared/adapters/portable/text-analyzer.ts';
import type { AnswerResponse } from '#shared/contracts/api.ts';
import { createRedactor } from '#shared/runtime/redactor.ts';
import { listedEntityFinder } from '../doubles/listed-entity-finder.ts';
import { memorySpending } from '../doubles/memory-spending.ts';
import { recordedMetrics } from '../doubles/recorded-metrics.ts';
import { simpleKeys } from '../doubles/simple-keys.ts';
import { temporaryLedger } from '../doubles/temporary-ledger.ts';

const EVE = { tenant: 'acme', user: 'eve', groups: [] };
const QUESTION: EvaluatedQuestion = {
  ...{ id: 'q1', kind: 'answerable', asker: EVE },
  question: 'When does Ana Ruiz start?',
  expected: { document: 'acme/people/hall.md', passage: 'Ana Ruiz starts in May.' },
};

function answer(outcome: 'answered' | 'no-evidence'): AnswerResponse {
  const place = { chunkId: 'c', documentId: 'd', name: 'n', title: 't', page: 1, start: 0, end: 9 };
  const claim = (text: string, quote: string) => ({ text, citation: { ...place, quote, boxes: [], score: 1 } });
  return {
    ...{ answerId: 'a', outcome, sources: [], answerer: 'stub', degraded: false, notes: [] },
    claims: [claim('She starts in May.', 'The start is in May.'), claim('It is a Monday.', 'The start is in May.')],
  };
}

async function textsFor(outcome: 'answered' | 'no-evidence', question = QUESTION) {
  const redactor = createRedactor({
    ...{ finders: [listedEntityFinder({ 'Ana Ruiz': 'PERSON' })], patterns: patternEntityFinder(), keys: simpleKeys() },
  });
  const ports = { redactor, analyzer: textAnalyzer(), ledger: sqliteLedger(temporaryLedger()) };
  const asked: Asked = { tenantId: 'acme', user: 'eve', groups: [], question: question.question };
  const set = setOfQuestions({ name: 'questions', questions: [question] });
  const accounts = { spending: memorySpending(), metrics: recordedMetrics() };
  return judgedTexts(set, [{ id: 'q1', ...asked }], () => answer(outcome), { ...ports, ...accounts })('q1');
}

it('shows a judge the claims with their quotes, each once, and with the right answer', async () => {
  const [faithful, correct] = await textsFor('answered');

  expect(faithful).toEqual({
    ...{ criterion: 'faithful', question: '', reference: 'The start is in May.' },
    answer: 'She starts in May.\nIt is a Monday.',
  });
  expect(correct).toMatchObject({ criterion: 'correct', answer: 'She starts in May.\nIt is a Monday.' });
});

it('shows it no name that no answering model sees, and one name as one mark', async () => {
  const texts = await textsFor('answered');

  expect(JSON.stringify(texts)).not.toMatch(/Ana|Ruiz/);
  const [mark = 'none'] = /\[PERSON:[^\]]+\]/.exec(texts[1]?.question ?? '') ?? [];
  expect(texts[1]?.reference).toContain(mark);
});

it('has nothing to be judged of a refusal, and asks for no right answer where none is known', async () => {
  const { expected: _, ...unknown } = QUESTION;

  expect(await textsFor('no-evidence')).toEqual([]);
  expect(await textsFor('answered', unknown)).toHaveLength(1);
});
