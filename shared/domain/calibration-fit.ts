import { type FusionCandidate, type FusionTrial, fitFusion } from './fusion-fit.ts';
import { fitLogistic, type LogisticModel, thresholdAt } from './logistic-regression.ts';
import type { QueryClass } from './query-class.ts';
import type { RetrievalCalibration } from './retrieval-calibration.ts';

/** What was seen of one labelled question: numbers alone, no text. */
export interface CalibrationCase {
  readonly id: string;
  /** What it shares its documents with, such as an article; missing from files of earlier releases. */
  readonly group?: string | undefined;
  /** Whether what was searched answers it; `adversarial` only looks as if it did. */
  readonly kind: 'answerable' | 'absent' | 'adversarial';
  /** What the evidence gate weighs: best similarity, best coverage, share of names that no passage has. */
  readonly gate: readonly [similarity: number, coverage: number, missingNames: number];
  /** How it is asked. */
  readonly queryClass?: QueryClass | undefined;
  /** What both sides found. */
  readonly candidates: readonly FusionCandidate[];
  /** What the choice of sentences weighs, and whether each holds the answer. */
  readonly sentences: readonly SentenceObservation[];
  /** What tells the best sentence from one that only looks like an answer; none without a sentence. */
  readonly answerability?: readonly number[] | undefined;
}

interface SentenceObservation {
  readonly similarity: number;
  readonly coverage: number;
  readonly surroundings: number;
  readonly form: number;
  readonly holdsAnswer: boolean;
}

/** Shares of answerable questions that gate and choice of sentences may each refuse. */
export interface OperatingPoint {
  readonly gateRefusals: number;
  readonly sentenceRefusals: number;
}

/**
 * Chosen on one half of a part of SQuAD 2.0, where the two together refuse 3.9 % of what is answerable (they overlap) and
 * 95 % of what is absent: 5 % wrong refusals are the most that a reader should have to put up with, and the rest is room
 * for what another set brings. `affidavit calibrate` and `evaluate answers` print what another point does.
 */
export const OPERATING_POINT: OperatingPoint = { gateRefusals: 0.025, sentenceRefusals: 0.03 };

/**
 * Fits everything that hangs on an embedder: how both sides of a search are weighed, when there is evidence, which
 * sentences answer, and how likely they do; with the ways of weighing that were tried.
 *
 * @throws RangeError when the cases lack answerable or absent ones, or sentences that hold an answer.
 */
export function fitCalibration(
  cases: readonly CalibrationCase[],
  point: OperatingPoint = OPERATING_POINT,
): RetrievalCalibration & { readonly trials: readonly FusionTrial[] } {
  const answerable = cases.filter(({ kind }) => kind === 'answerable');
  return {
    isCalibrated: true,
    ...fitFusion(answerable),
    gate: fitGate(cases, answerable, point.gateRefusals),
    sentence: fitSentences(answerable, point.sentenceRefusals),
    answerability: fitAnswerability(cases),
  };
}

function fitGate(cases: readonly CalibrationCase[], answerable: readonly CalibrationCase[], refusals: number) {
  const rows = cases
    .filter(({ kind }) => kind !== 'adversarial')
    .map(({ gate, kind }) => ({ features: gate, isPositive: kind === 'answerable' }));
  const model = fitLogistic(rows);
  const [similarity = 0, coverage = 0, missingNames = 0] = model.weights;
  const scores = answerable.map(({ gate }) => 1 / (1 + Math.exp(-oddsOf(model, gate))));
  return { similarity, coverage, missingNames, bias: model.bias, threshold: thresholdAt(scores, refusals) };
}

function fitSentences(answerable: readonly CalibrationCase[], refusals: number) {
  const featuresOf = ({ similarity, coverage, surroundings }: SentenceObservation) =>
    [similarity, coverage, surroundings] as const;
  const rows = answerable
    .flatMap(({ sentences }) => sentences)
    .map((each) => ({ features: featuresOf(each), isPositive: each.holdsAnswer, offset: each.form }));
  const model = fitLogistic(rows);
  const [similarity = 0, coverage = 0, surroundings = 0] = model.weights;
  const best = answerable.map(({ sentences }) =>
    Math.max(...sentences.map((each) => oddsOf(model, featuresOf(each)) + each.form)),
  );
  return { similarity, coverage, surroundings, bias: model.bias, threshold: thresholdAt(best, refusals) };
}

/** Where no question was written to fool, absent ones stand for those without an answer. */
function fitAnswerability(cases: readonly CalibrationCase[]) {
  const other = cases.some(({ kind }) => kind === 'adversarial') ? 'adversarial' : 'absent';
  const rows = cases.flatMap(({ kind, answerability }) =>
    answerability === undefined || (kind !== 'answerable' && kind !== other)
      ? []
      : [{ features: answerability, isPositive: kind === 'answerable' }],
  );
  const { weights, bias } = fitLogistic(rows);
  const [similarity = 0, form = 0, missingAround = 0, turnedRound = 0, unsaid = 0] = weights;
  return { similarity, form, missingAround, turnedRound, unsaid, bias };
}

function oddsOf({ weights, bias }: LogisticModel, features: readonly number[]): number {
  return features.reduce((sum, value, at) => sum + value * Number(weights[at]), bias);
}
