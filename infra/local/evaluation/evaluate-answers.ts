import type { AnswerResponse } from '#shared/contracts/api.ts';
import type { EvaluationOptions } from './evaluate-retrieval.ts';
import { type EvaluationReport, estimates } from './evaluation-report.ts';
import type { Asker, EvaluatedQuestion, QuestionFile } from './question-file.ts';

/** Asks a question as somebody. */
export type Ask = (asker: Asker, question: string) => Promise<AnswerResponse>;

/** What came of one question, by its id in the file. */
interface QuestionVerdict {
  readonly id: string;
  readonly kind: EvaluatedQuestion['kind'];
  readonly isRight: boolean;
}

interface AnswerEvaluation {
  readonly report: EvaluationReport;
  readonly verdicts: readonly QuestionVerdict[];
}

/**
 * Asks every question of the file, `limit` at most.
 *
 * - `answered`: of those with an answer, how many got one.
 * - `expected-passage`: of those with an answer, how many quote the passage expected.
 * - `refused`: of those without an answer, how many were refused.
 * - `forbidden-refused`: of those that the asker may not have answered, how many were refused.
 * - `permitted-answered`: of those, how many quote the passage for somebody who may.
 *
 * `documentIdOf` gives the id of a document of the file.
 */
export async function evaluateAnswers(
  file: QuestionFile,
  ask: Ask,
  documentIdOf: (document: string) => string,
  { limit, now, onProgress }: EvaluationOptions,
): Promise<AnswerEvaluation> {
  const questions = file.questions.slice(0, limit);
  const figures: Record<string, number[]> = {};
  const verdicts: QuestionVerdict[] = [];
  const startedAt = now();
  for (const [at, question] of questions.entries()) {
    const outcomes = Object.entries(await judge(question, ask, documentIdOf));
    for (const [name, isRight] of outcomes) figures[name] = [...(figures[name] ?? []), isRight ? 1 : 0];
    verdicts.push({ id: question.id, kind: question.kind, isRight: outcomes.every(([, isRight]) => isRight) });
    onProgress(at + 1);
  }
  const seconds = (now() - startedAt) / 1000;
  const report = { kind: 'answers', dataset: file.name, cases: questions.length, seconds } as const;
  return { report: { ...report, metrics: estimates(figures) }, verdicts };
}

async function judge(
  question: EvaluatedQuestion,
  ask: Ask,
  documentIdOf: (document: string) => string,
): Promise<Record<string, boolean>> {
  const answer = await ask(question.asker, question.question);
  if (question.kind === 'unanswerable') return { refused: isRefused(answer) };
  if (question.kind !== 'forbidden') {
    return { answered: !isRefused(answer), 'expected-passage': quotesExpected(answer, question, documentIdOf) };
  }
  const refused = { 'forbidden-refused': isRefused(answer) };
  if (question.permitted === undefined) return refused;
  const permitted = await ask(question.permitted, question.question);
  return { ...refused, 'permitted-answered': quotesExpected(permitted, question, documentIdOf) };
}

function isRefused({ outcome }: AnswerResponse): boolean {
  return outcome !== 'answered';
}

/** Words of a quote that stand for a passage of which they are a part. */
const MIN_SHARED_WORDS = 5;

/** Whether one of the quotes holds the passage expected, or is a part of it that is long enough. */
function quotesExpected(
  { claims }: AnswerResponse,
  { expected }: EvaluatedQuestion,
  documentIdOf: (document: string) => string,
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
