import { QUERY_CLASSES, type QueryClass } from './query-class.ts';
import { type FusionMethod, type FusionModel, type FusionWeights, rankShare } from './rank-fusion.ts';
import { mean, pairedRandomisation } from './statistics.ts';

/** What both sides of a search found for a question whose answer is known. */
export interface FusionCase {
  /** How it is asked; cases of earlier releases do not say. */
  readonly queryClass?: QueryClass | undefined;
  readonly candidates: readonly FusionCandidate[];
}

export interface FusionCandidate {
  /** Where its score lies on each side, 0 to 1; 0 where that side did not find it. */
  readonly lexical: number;
  readonly vector: number;
  /** 1-based; cases of earlier releases have none, and fusion by ranks is not fitted to them. */
  readonly lexicalRank?: number | undefined;
  readonly vectorRank?: number | undefined;
  /** Whether it is of the document that answers. */
  readonly isRight: boolean;
}

/** How well a way of fusing does on questions that it was not fitted to. */
export interface FusionTrial {
  readonly name: string;
  /** Mean reciprocal rank of the right document over these cases, and of fusion by scores with one pair of weights. */
  readonly mean: number;
  readonly reference: number;
  readonly cases: number;
  /** p-value of the difference, by the paired randomisation test. */
  readonly p: number;
  readonly isKept: boolean;
}

export interface FusionFit {
  readonly fusion: FusionModel;
  readonly trials: readonly FusionTrial[];
}

/** Steps between meaning alone and words alone. */
const STEPS = 20;

/** Parts of the cases, each of which is scored by what was fitted to the others. Source: the usual five. */
const FOLDS = 5;

/** Cases of a way of asking from which weights of its own are tried: with fewer, a fold holds too few to fit. */
const MIN_CLASS_CASES = 50;

/**
 * What a way of fusing has to gain on cases that it was not fitted to: less is not worth another setting, and chance
 * brings as much. `affidavit calibrate` prints both figures for every way that was tried.
 */
const MIN_GAIN = 0.005;
const MAX_P = 0.05;

/**
 * The method and the weights with which the right document stands highest, by the mean of its reciprocal ranks. Scores
 * and one pair of weights are the rule; ranks, and weights of a way of asking's own, are taken where they gain on cases
 * that they were not fitted to.
 */
export function fitFusion(cases: readonly FusionCase[]): FusionFit {
  const byScores = cases.map((each) => reciprocalRanks(each, 'scores'));
  const reference = heldOut(byScores);
  const ranked = cases.every(({ candidates }) => candidates.every(hasRank))
    ? cases.map((each) => reciprocalRanks(each, 'ranks'))
    : [];
  const ranks = ranked.length === 0 ? [] : [trial('ranks', heldOut(ranked), reference)];
  const method: FusionMethod = ranks.some(({ isKept }) => isKept) ? 'ranks' : 'scores';
  const table = method === 'ranks' ? ranked : byScores;

  const tried = QUERY_CLASSES.flatMap((queryClass) => classTrial(queryClass, cases, table));
  const classes = Object.fromEntries(
    tried.flatMap(({ queryClass, weights, trial: { isKept } }) => (isKept ? [[queryClass, weights] as const] : [])),
  );
  return {
    fusion: {
      ...weightsAt(bestStep(table)),
      ...(method === 'ranks' && { method }),
      ...(Object.keys(classes).length > 0 && { classes }),
    },
    trials: [...ranks, ...tried.map((each) => each.trial)],
  };
}

/** For each step of the weights, the reciprocal rank of the right document. */
type StepRanks = readonly number[];

function reciprocalRanks({ candidates }: FusionCase, method: FusionMethod): StepRanks {
  const shares = candidates.map((candidate) => ({
    isRight: candidate.isRight,
    lexical: method === 'ranks' ? rankShare(candidate.lexicalRank) : candidate.lexical,
    vector: method === 'ranks' ? rankShare(candidate.vectorRank) : candidate.vector,
  }));
  return Array.from({ length: STEPS + 1 }, (_, step) => {
    const weights = weightsAt(step);
    const scored = shares.map(({ isRight, lexical, vector }) => ({
      ...{ isRight, score: weights.lexical * lexical + weights.vector * vector },
    }));
    const right = Math.max(...scored.filter(({ isRight }) => isRight).map(({ score }) => score));
    if (right === Number.NEGATIVE_INFINITY) return 0;
    return 1 / (1 + scored.filter(({ score, isRight }) => !isRight && score > right).length);
  });
}

function weightsAt(step: number): FusionWeights {
  return { vector: step / STEPS, lexical: (STEPS - step) / STEPS };
}

/** The step with the highest mean; of equals the one with less of meaning. */
function bestStep(table: readonly StepRanks[]): number {
  const means = Array.from({ length: STEPS + 1 }, (_, step) =>
    table.reduce((sum, ranks) => sum + Number(ranks[step]), 0),
  );
  return means.indexOf(Math.max(...means));
}

/** The figure of every case with the weights that suit the cases of the other folds. */
function heldOut(table: readonly StepRanks[]): number[] {
  const steps = Array.from({ length: FOLDS }, (_, fold) => bestStep(table.filter((_row, at) => at % FOLDS !== fold)));
  return table.map((ranks, at) => Number(ranks[Number(steps[at % FOLDS])]));
}

/** Whether cases of one way of asking are better off with weights of their own. */
function classTrial(queryClass: QueryClass, cases: readonly FusionCase[], table: readonly StepRanks[]) {
  const isOwn = (at: number) => cases[at]?.queryClass === queryClass;
  const own = table.filter((_ranks, at) => isOwn(at));
  if (own.length < MIN_CLASS_CASES) return [];
  const common = heldOut(table).filter((_figure, at) => isOwn(at));
  return [{ queryClass, weights: weightsAt(bestStep(own)), trial: trial(queryClass, heldOut(own), common) }];
}

function trial(name: string, figures: readonly number[], reference: readonly number[]): FusionTrial {
  const after = mean(figures);
  const before = mean(reference);
  const p = pairedRandomisation(figures, reference);
  const isKept = after - before >= MIN_GAIN && p < MAX_P;
  return { name, mean: after, reference: before, cases: figures.length, p, isKept };
}

function hasRank({ lexicalRank, vectorRank }: FusionCandidate): boolean {
  return lexicalRank !== undefined || vectorRank !== undefined;
}
