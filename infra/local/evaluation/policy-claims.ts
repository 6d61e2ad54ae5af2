import type { EvaluationRun, Figure } from '#shared/contracts/evaluation-run.ts';
import type { GatePolicy, Thresholds } from '#shared/contracts/gate-policy.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { type Judgement, judgeLoss, judgeMaximum, judgeMinimum, verdictOf } from '#shared/domain/release-gate.ts';
import { gainsOf, type Pair, pairsOf, sliceValues } from './paired-runs.ts';

/** A case that speaks against the candidate. */
interface FailingCase {
  readonly id: string;
  readonly baseline: number;
  readonly candidate: number;
}

/** One thing that the policy asks of the candidate, and what came of it. */
export interface Claim extends Judgement {
  readonly figure: string;
  /** `language=de`, or absent when it is of all cases. */
  readonly slice?: string;
  /** The claim in words, such as `loses less than 0.02`. */
  readonly asks: string;
  /** What `bounds` have to lie above. */
  readonly limit: number;
  readonly cases: number;
  /** Of each case, candidate less baseline, turned so that more is better. */
  readonly differences: readonly number[];
  /** Worst first. */
  readonly failing: readonly FailingCase[];
  /** Of a figure that a model judged: it warns, and the gate's verdict does not hang on it. */
  readonly isAdvisory?: true;
}

/**
 * What a policy asks of a candidate, figure by figure and part by part, and what came of it.
 *
 * @throws PipelineFailure `InputInvalid` when a figure was not measured, or takes other thresholds.
 */
export function policyClaims(baseline: EvaluationRun, candidate: EvaluationRun, policy: GatePolicy): Claim[] {
  const runs = { baseline, candidate, confidence: policy.confidence };
  const whole = Object.entries(policy.figures).flatMap(([figure, thresholds]) =>
    claimsOf({ ...runs, figure, thresholds }),
  );
  const sliced = Object.entries(policy.slices).flatMap(([name, figures]) => {
    const values = sliceValues(candidate.cases, name);
    if (values.length === 0) throw invalid(`no case has the slice ${name}`);
    return values.flatMap((value) =>
      Object.entries(figures).flatMap(([figure, thresholds]) =>
        claimsOf({ ...runs, figure, thresholds, slice: { name, value } }),
      ),
    );
  });
  return [...whole, ...sliced];
}

interface ClaimQuestion {
  readonly baseline: EvaluationRun;
  readonly candidate: EvaluationRun;
  readonly figure: string;
  readonly thresholds: Thresholds;
  readonly confidence: number;
  readonly slice?: { readonly name: string; readonly value: string };
}

function claimsOf({ baseline, candidate, figure, thresholds, confidence, slice }: ClaimQuestion): Claim[] {
  const declared = candidate.figures[figure];
  if (declared === undefined && slice !== undefined) throw invalid(`${figure} is of all cases: no slice has it`);
  if (declared === undefined) return [summaryClaim(candidate, figure, thresholds)];
  const { name, value } = slice ?? { name: '', value: '' };
  const pairs = pairsOf(baseline, candidate, figure).filter(
    (pair) => slice === undefined || pair.slices[name] === value,
  );
  if (pairs.length === 0) throw invalid(`no case has ${figure}${slice ? ` where ${name} is ${value}` : ''}`);
  const differences = gainsOf(pairs, declared);
  const place = { figure, cases: pairs.length, differences, ...(slice && { slice: `${name}=${value}` }) };
  return judgements(pairs, declared, thresholds, confidence).map((claim) => ({ ...place, ...claim }));
}

type Judged = Judgement & Pick<Claim, 'asks' | 'limit' | 'failing'>;

function judgements(pairs: readonly Pair[], figure: Figure, thresholds: Thresholds, confidence: number): Judged[] {
  const { maxLoss, minimum, maximum, share } = thresholds;
  const values = pairs.map(({ candidate }) => candidate);
  const isShare = figure.scale === 'share';
  if (!isShare && (maxLoss ?? minimum) !== undefined) throw invalid('maxLoss and minimum are for shares, not amounts');
  const claims: Judged[] = [];
  if (maxLoss !== undefined) {
    const judged = judgeLoss(gainsOf(pairs, figure), maxLoss, confidence);
    claims.push({ ...judged, asks: `loses less than ${maxLoss}`, limit: -maxLoss, failing: losers(pairs, figure) });
  }
  if (minimum !== undefined) {
    const judged = judgeMinimum(values, minimum, confidence);
    const failing = worst(pairs, ({ candidate }) => minimum - candidate);
    claims.push({ ...judged, asks: `at least ${minimum}`, limit: minimum, failing });
  }
  if (maximum !== undefined && share !== undefined) {
    const judged = judgeMaximum(values, { maximum, share }, confidence);
    const asks = `at most ${share} of the cases above ${maximum}`;
    claims.push({ ...judged, asks, limit: 1 - share, failing: worst(pairs, ({ candidate }) => candidate - maximum) });
  }
  return claims;
}

/** A figure of all cases together has an interval of its own, and no cases to point at. */
function summaryClaim({ summary, cases }: EvaluationRun, figure: string, thresholds: Thresholds): Claim {
  const estimate = summary[figure];
  const { minimum, ...others } = thresholds;
  const isAskedMore = Object.values(others).some((value) => value !== undefined); // Left out, it would seem kept.
  if (estimate === undefined || minimum === undefined || isAskedMore)
    throw invalid(`${figure} is of all cases: it takes a minimum alone`);
  const { value, ...bounds } = estimate;
  const verdict = verdictOf(bounds, minimum);
  const asks = `at least ${minimum}`;
  return { figure, asks, limit: minimum, cases: cases.length, verdict, value, bounds, differences: [], failing: [] };
}

/** A verdict in words; one that decides nothing says so. */
export function shownVerdict({ verdict, isAdvisory }: Pick<Claim, 'verdict' | 'isAdvisory'>): string {
  return isAdvisory ? `${verdict}, advisory` : verdict;
}

function losers(pairs: readonly Pair[], { better }: Figure): FailingCase[] {
  const sign = better === 'higher' ? 1 : -1;
  return worst(pairs, ({ baseline, candidate }) => sign * (baseline - candidate));
}

function worst(pairs: readonly Pair[], badness: (pair: Pair) => number): FailingCase[] {
  return pairs
    .filter((pair) => badness(pair) > 0)
    .sort((a, b) => badness(b) - badness(a))
    .map(({ id, baseline, candidate }) => ({ id, baseline, candidate }));
}

function invalid(why: string): PipelineFailure {
  return new PipelineFailure('InputInvalid', why);
}
