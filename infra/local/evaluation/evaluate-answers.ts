import type { AnswerResponse } from '#shared/contracts/api.ts';
import type { EvaluatedCase } from '#shared/contracts/evaluation-run.ts';
import type { MeteredCost } from '#shared/domain/metered-cost.ts';
import { withAcceptedCost, withCosts } from './case-costs.ts';
import { CITATION_FIGURES, type CitedService, citationFigures, completeness } from './citation-figures.ts';
import type { EvaluationOptions } from './evaluate-retrieval.ts';
import { COST, LOWER_SHARE, type Measurement, measuredFigures, SHARE } from './measurement.ts';
import type { Asker, EvaluatedQuestion, ExpectedPassage, QuestionFile } from './question-file.ts';

/** Asks a question as somebody. */
type Ask = (asker: Asker, question: string) => Promise<AnswerResponse>;

/** How a question file is put to the service. */
export interface AnswerService extends CitedService {
  readonly ask: Ask;
  /** The id of a document of the file. */
  readonly documentIdOf: (document: string) => string;
}

const SHARES = ['answered', 'expected-passage', 'refused', 'forbidden-refused', 'permitted-answered', 'conflict'];

/**
 * Asks every question of the file, `limit` at most.
 *
 * - `answered`: of those with an answer, how many got one.
 * - `expected-passage`: of those with an answer, how many quote the passage expected; `completeness`: of all passages that
 *   a whole answer quotes, how many are quoted.
 * - `conflict`: of those that two passages answer differently, how many show both quotes as a conflict;
 *   `conflict.false`: of the others with an answer, how many show one that no question of the file is about.
 * - `refused`: of those without an answer, how many were refused.
 * - `forbidden-refused`: of those that the asker may not have answered, how many were refused.
 * - `permitted-answered`: of those, how many quote the passage for somebody who may.
 * - the figures of citations and dropped claims, `milliseconds`, `tokens` and, where a model has a price, `cost` in
 *   dollars: of the first answer to each question. `cost.accepted`: what all of them cost, for each answer that quotes what
 *   was expected.
 */
export async function evaluateAnswers(
  file: Pick<QuestionFile, 'questions'>,
  service: AnswerService,
  { limit, now, onProgress }: EvaluationOptions,
): Promise<Measurement> {
  const cases: EvaluatedCase[] = [];
  const labelled = file.questions.filter(({ kind }) => kind === 'conflict');
  const costs = new Map<string, MeteredCost>();
  const startedAt = now();
  for (const question of file.questions.slice(0, limit)) {
    const askedAt = now();
    const answer = await service.ask(question.asker, question.question);
    const milliseconds = now() - askedAt;
    const { tenant } = question.asker;
    const receipt = await service.receipt(tenant, answer.answerId);
    if (receipt?.cost !== undefined) costs.set(question.id, receipt.cost);
    const { input, output } = receipt?.tokens ?? { input: 0, output: 0 };
    const figures = {
      ...(await judge(question, answer, labelled, service)),
      ...(await citationFigures(tenant, answer, receipt, service)),
      ...{ milliseconds, tokens: input + output },
    };
    cases.push({ id: question.id, slices: { ...question.slices, kind: question.kind, tenant }, figures });
    onProgress(cases.length);
  }
  const seconds = (now() - startedAt) / 1000;
  const shares = Object.fromEntries(SHARES.map((name) => [name, SHARE]));
  const declared = {
    ...{ ...shares, 'conflict.false': LOWER_SHARE },
    ...CITATION_FIGURES,
    ...{ milliseconds: COST, tokens: COST },
  };
  const figures = measuredFigures(declared, cases);
  const measured = withCosts({ kind: 'answers', cases, figures, summary: {}, seconds }, costs);
  return withAcceptedCost(measured, (judged) => (judged['conflict'] ?? judged['expected-passage']) === 1);
}

/** Questions of which not all came out as expected, by their ids. */
export function wrongAnswers(cases: readonly EvaluatedCase[]): string[] {
  return cases.filter(({ figures }) => SHARES.some((name) => figures[name] === 0)).map(({ id }) => id);
}

async function judge(
  question: EvaluatedQuestion,
  answer: AnswerResponse,
  labelled: readonly EvaluatedQuestion[],
  { ask, documentIdOf }: AnswerService,
): Promise<Record<string, number>> {
  const refused = isRefused(answer) ? 1 : 0;
  if (question.kind === 'unanswerable') return { refused };
  if (question.kind !== 'forbidden') return answerFigures(question, answer, labelled, documentIdOf);
  if (question.permitted === undefined) return { 'forbidden-refused': refused };
  const permitted = await ask(question.permitted, question.question);
  const isQuoted = quotesExpected(permitted, question.expected, documentIdOf);
  return { 'forbidden-refused': refused, 'permitted-answered': isQuoted ? 1 : 0 };
}

type DocumentIdOf = AnswerService['documentIdOf'];

function answerFigures(
  { kind, expected, parts = [] }: EvaluatedQuestion,
  answer: AnswerResponse,
  labelled: readonly EvaluatedQuestion[],
  documentIdOf: DocumentIdOf,
): Record<string, number> {
  const isQuoted = quotesExpected(answer, expected, documentIdOf);
  const quoted = [isQuoted, ...parts.map((part) => quotesExpected(answer, part, documentIdOf))];
  const shown = (answer.conflicts ?? []).map(({ claims }) => ({
    ...answer,
    claims: claims.flatMap((at) => answer.claims[at] ?? []),
  }));
  const isAbout = (both: AnswerResponse) => (each: Pick<EvaluatedQuestion, 'expected' | 'parts'>) =>
    [each.expected, ...(each.parts ?? [])].every((part) => quotesExpected(both, part, documentIdOf));
  const isShown = shown.some((both) => isAbout(both)({ expected, parts }));
  const isFalse = shown.some((both) => !labelled.some(isAbout(both)));
  return {
    answered: isRefused(answer) ? 0 : 1,
    'expected-passage': isQuoted ? 1 : 0,
    completeness: completeness(quoted),
    ...(kind === 'conflict' ? { conflict: isShown ? 1 : 0 } : { 'conflict.false': isFalse ? 1 : 0 }),
  };
}

function isRefused({ outcome }: AnswerResponse): boolean {
  return outcome !== 'answered';
}

/** Words of a quote that stand for a passage of which they are a part. */
const MIN_SHARED_WORDS = 5;

/** Whether one of the quotes holds the passage expected, or is a part of it that is long enough. */
function quotesExpected(
  { claims }: AnswerResponse,
  expected: ExpectedPassage | undefined,
  documentIdOf: DocumentIdOf,
): boolean {
  if (expected === undefined) return claims.length > 0;
  const documentId = documentIdOf(expected.document);
  const passage = folded(expected.passage);
  return claims.some(({ citation }) => {
    const quote = folded(citation.quote);
    const isPart = quote.split(' ').length >= MIN_SHARED_WORDS && passage.includes(quote);
    return citation.documentId === documentId && (quote.includes(passage) || isPart);
  });
}

function folded(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
