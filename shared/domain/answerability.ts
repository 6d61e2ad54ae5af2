import { turnsRound } from './claim-negation.ts';
import { type Analyze, coverageOf, particularTerms } from './evidence-terms.ts';
import type { ComparedCandidate } from './extractive-choice.ts';
import type { AnswerabilityModel } from './retrieval-calibration.ts';

/**
 * What tells a question that the sentence answers from one that is only like it: how close the two are, whether the
 * sentence has the form that is asked for, names and numbers of the question that it and what stands around it lack,
 * whether one of the two denies what the other says, and how much closer they are without a word that the sentence lacks
 * (`unsaid`, a difference of cosine similarities). In this order.
 */
export function answerabilityFeatures(
  question: string,
  { candidate, similarity }: ComparedCandidate,
  unsaid: number,
  analyze: Analyze,
): readonly [similarity: number, form: number, missingAround: number, turnedRound: number, unsaid: number] {
  const missing = missingShare(question, candidate.near, analyze);
  return [similarity, candidate.form, missing, turnsRound(question, candidate.quote) ? 1 : 0, unsaid];
}

/** How likely it is that a sentence answers the very question, 0 to 1. */
export function answerabilityOf(
  question: string,
  sentence: ComparedCandidate,
  unsaid: number,
  model: AnswerabilityModel,
  analyze: Analyze,
): number {
  const [similarity, form, missingAround, turnedRound] = answerabilityFeatures(question, sentence, unsaid, analyze);
  const odds =
    model.similarity * similarity +
    model.form * form +
    (model.missingAround ?? 0) * missingAround +
    model.turnedRound * turnedRound +
    (model.unsaid ?? 0) * unsaid +
    weightOfOwnNames(question, sentence, model, analyze) +
    model.bias;
  return 1 / (1 + Math.exp(-odds));
}

/** Read only for models of earlier releases: a sentence is not analyzed again for nothing. */
function weightOfOwnNames(
  question: string,
  { candidate }: ComparedCandidate,
  { missingNames }: AnswerabilityModel,
  analyze: Analyze,
): number {
  return missingNames === undefined
    ? 0
    : missingNames * missingShare(question, new Set(analyze(candidate.quote)), analyze);
}

/** Share of the names and numbers of a question that do not stand there; 0 where it has none. */
function missingShare(question: string, held: ReadonlySet<string>, analyze: Analyze): number {
  const particulars = particularTerms(question, analyze);
  return particulars.length === 0 ? 0 : 1 - coverageOf(particulars, held);
}
