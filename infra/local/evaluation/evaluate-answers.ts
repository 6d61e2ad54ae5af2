import type { AnswerResponse } from '#shared/contracts/api.ts';
import type { EvaluatedCase } from '#shared/contracts/evaluation-run.ts';
import type { EvaluationOptions } from './evaluate-retrieval.ts';
import { COST, type Measurement, SHARE } from './measurement.ts';
import type { Asker, EvaluatedQuestion, QuestionFile } from './question-file.ts';

/** Asks a question as somebody. */
export type Ask = (asker: Asker, question: string) => Promise<AnswerResponse>;

/** Tokens that a model was given and gave for an answer, by its id. */
type TokensOf = (asker: Asker, answerId: string) => Promise<number>;

/** How a question file is put to the service. */
export interface AnswerService {
  readonly ask: Ask;
  readonly tokensOf: TokensOf;
  /** The id of a document of the file. */
  readonly documentIdOf: (document: string) => string;
}

const SHARES = ['answered', 'expected-passage', 'refused', 'forbidden-refused', 'permitted-answered'];

/**
 * Asks every question of the file, `limit` at most.
 *
 * - `answered`: of those with an answer, how many got one.
 * - `expected-passage`: of those with an answer, how many quote the passage expected.
 * - `refused`: of those without an answer, how many were refused.
 * - `forbidden-refused`: of those that the asker may not have answered, how many were refused.
 * - `permitted-answered`: of those, how many quote the passage for somebody who may.
 * - `milliseconds`, `tokens`: of the first answer to each question.
 */
export async function evaluateAnswers(
  file: QuestionFile,
  service: AnswerService,
  { limit, now, onProgress }: EvaluationOptions,
): Promise<Measurement> {
  const cases: EvaluatedCase[] = [];
  const startedAt = now();
  for (const question of file.questions.slice(0, limit)) {
    const askedAt = now();
    const answer = await service.ask(question.asker, question.question);
    const milliseconds = now() - askedAt;
    const outcomes = Object.entries(await judge(question, answer, service));
    const figures = Object.fromEntries(outcomes.map(([name, isRight]) => [name, isRight ? 1 : 0]));
    const slices = { kind: question.kind, tenant: question.asker.tenant };
    const tokens = await service.tokensOf(question.asker, answer.answerId);
    cases.push({ id: question.id, slices, figures: { ...figures, milliseconds, tokens } });
    onProgress(cases.length);
  }
  const seconds = (now() - startedAt) / 1000;
  const shares = Object.fromEntries(SHARES.map((name) => [name, SHARE]));
  const measured = new Set(cases.flatMap((each) => Object.keys(each.figures)));
  const declared = { ...shares, milliseconds: COST, tokens: COST };
  const figures = Object.fromEntries(Object.entries(declared).filter(([name]) => measured.has(name)));
  return { kind: 'answers', cases, figures, summary: {}, seconds };
}

/** Questions of which not all came out as expected, by their ids. */
export function wrongAnswers(cases: readonly EvaluatedCase[]): string[] {
  return cases.filter(({ figures }) => SHARES.some((name) => figures[name] === 0)).map(({ id }) => id);
}

async function judge(
  question: EvaluatedQuestion,
  answer: AnswerResponse,
  { ask, documentIdOf }: AnswerService,
): Promise<Record<string, boolean>> {
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
