import { turnsRound } from './claim-negation.ts';
import { type Analyze, coverageOf, particularTerms } from './evidence-terms.ts';
import type { ComparedCandidate } from './extractive-choice.ts';
import type { AnswerabilityModel } from './retrieval-calibration.ts';

/**
 * What tells a question that the sentence answers from one that is only like it: how close the two are, whether the
 * sentence has the form that is asked for, names and numbers of the question that it lacks, and whether one of the two
 * denies what the other says. In this order.
 */
export function answerabilityFeatures(
  question: string,
  { candidate, similarity }: ComparedCandidate,
  analyze: Analyze,
): readonly [similarity: number, form: number, missingNames: number, turnedRound: number] {
  const particulars = particularTerms(question, analyze);
  const missing = particulars.length === 0 ? 0 : 1 - coverageOf(particulars, new Set(analyze(candidate.quote)));
  return [similarity, candidate.form, missing, turnsRound(question, candidate.quote) ? 1 : 0];
}

/** How likely it is that a sentence answers the very question, 0 to 1. */
export function answerabilityOf(
  question: string,
  sentence: ComparedCandidate,
  model: AnswerabilityModel,
  analyze: Analyze,
): number {
  const [similarity, form, missingNames, turnedRound] = answerabilityFeatures(question, sentence, analyze);
  const odds =
    model.similarity * similarity +
    model.form * form +
    model.missingNames * missingNames +
    model.turnedRound * turnedRound +
    model.bias;
  return 1 / (1 + Math.exp(-odds));
}
