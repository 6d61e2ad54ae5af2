import type { AnswerType } from './answer-type.ts';
import type { FusionModel } from './rank-fusion.ts';

/** Log odds that there is evidence at all, from what was retrieved. */
export interface GateModel {
  /** Weights of the best cosine similarity, of the best coverage, and of names of the question that no passage holds. */
  readonly similarity: number;
  readonly coverage: number;
  readonly missingNames: number;
  readonly bias: number;
  /** Least score, 0 to 1. */
  readonly threshold: number;
}

/** Log odds that a sentence answers. */
export interface SentenceModel {
  /** Weights of the sentence's cosine similarity, its rarity-weighted coverage, and that of its surroundings. */
  readonly similarity: number;
  readonly coverage: number;
  readonly surroundings: number;
  readonly bias: number;
  /** Least log odds of a sentence that is quoted. */
  readonly threshold: number;
}

/** Log odds that the best sentence answers the very question, and not one that is only like it. */
export interface AnswerabilityModel {
  /** Weights of its similarity, of its form, and of a denial that one of the two lacks. */
  readonly similarity: number;
  readonly form: number;
  readonly turnedRound: number;
  /** Of names asked for that it and what stands around it lack, and of what it gains without the words that it lacks. */
  readonly missingAround?: number | undefined;
  readonly unsaid?: number | undefined;
  /** Of names that the sentence alone lacks: in files of earlier releases, in place of the two. */
  readonly missingNames?: number | undefined;
  readonly bias: number;
}

/** What was measured with one embedding model: its similarities mean nothing for another. */
export interface RetrievalCalibration {
  readonly isCalibrated: boolean;
  readonly fusion: FusionModel;
  readonly gate: GateModel;
  readonly sentence: SentenceModel;
  readonly answerability: AnswerabilityModel;
}

/**
 * By model id. Fusion: `affidavit evaluate retrieval` on SciFact prints nDCG@10 .740 for .6 and .4 against .730 for
 * reciprocal ranks. `affidavit calibrate` on SciFact's train queries finds no gain in ranks or in weights by way of asking
 * (docs/evaluation.md).
 *
 * The rest: `affidavit calibrate` on one half of the articles of a part of SQuAD 2.0 (1,783 cases); `evaluate answers`
 * prints what comes of it on the other. `OPERATING_POINT` has the shares of answerable questions that may be refused.
 */
const CALIBRATIONS: Readonly<Record<string, RetrievalCalibration>> = {
  'bge-small-en-v1.5-int8': {
    isCalibrated: true,
    fusion: { vector: 0.6, lexical: 0.4 },
    gate: { similarity: 35.83, coverage: 8.29, missingNames: -2.09, bias: -26.07, threshold: 0.26 },
    sentence: { similarity: 6.07, coverage: 2.61, surroundings: 2.22, bias: -5.73, threshold: -0.45 },
    answerability: {
      similarity: 5.44,
      form: 0.25,
      missingAround: -0.74,
      turnedRound: -1.09,
      unsaid: -11.93,
      bias: -3.72,
    },
  },
};

/** For a model that nobody measured: similarity orders, and words decide. */
const UNCALIBRATED: RetrievalCalibration = {
  isCalibrated: false,
  fusion: { vector: 0.5, lexical: 0.5 },
  gate: { similarity: 0, coverage: 11.3, missingNames: -2.3, bias: -4.5, threshold: 0.5 },
  sentence: { similarity: 2, coverage: 5, surroundings: 3, bias: -5, threshold: -1.5 },
  answerability: { similarity: 2, form: 0.3, missingAround: -0.5, turnedRound: -1, bias: -1 },
};

/**
 * For a question in a language that the embedder was not made for: as without measurement, and the vector side is left
 * out. `affidavit evaluate retrieval` on files in the format of SQuAD prints what each side finds by language.
 */
export const BY_WORDS: RetrievalCalibration = { ...UNCALIBRATED, fusion: { vector: 0, lexical: 1 } };

export function calibrationOf(modelId: string): RetrievalCalibration {
  return CALIBRATIONS[modelId] ?? UNCALIBRATED;
}

/**
 * Log of how much likelier a sentence that answers has the form asked for, and lacks it, than another sentence. Counted
 * on the same questions; forms depend on no embedder.
 */
export const FORM_EVIDENCE: Readonly<
  Record<AnswerType | 'count', { readonly present: number; readonly absent: number }>
> = {
  person: { present: 0.1, absent: -0.8 },
  name: { present: 0.05, absent: -0.25 },
  time: { present: 0.5, absent: -0.85 },
  duration: { present: 1.6, absent: -0.8 },
  quantity: { present: 0.55, absent: -1.1 },
  /** Of "how many": a figure right before what it counts. */
  count: { present: 1.5, absent: -1.5 },
  open: { present: 0, absent: 0 },
};
