import type { EvaluatedCase, EvaluationRun, Figure } from '#shared/contracts/evaluation-run.ts';
import { isAdvisory } from '#shared/domain/advisory.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';

/** One case in both runs. */
export interface Pair {
  readonly id: string;
  readonly slices: Readonly<Record<string, string>>;
  readonly baseline: number;
  readonly candidate: number;
}

/**
 * Refuses what cannot be compared: runs of different kinds, over other documents or other labels, or of other cases. A
 * candidate that leaves out the cases on which it fails would else look better for it.
 *
 * @throws PipelineFailure `InputInvalid`, which says what differs.
 */
export function assertComparable(baseline: EvaluationRun, candidate: EvaluationRun): void {
  if (baseline.kind !== candidate.kind)
    throw apart(`they are of different kinds, ${baseline.kind} and ${candidate.kind}`);
  if (baseline.dataset.corpus !== candidate.dataset.corpus) throw apart('their documents differ (dataset.corpus)');
  if (baseline.dataset.gold !== candidate.dataset.gold) throw apart('their questions or labels differ (dataset.gold)');
  const ids = new Set(candidate.cases.map(({ id }) => id));
  const missing = baseline.cases.filter(({ id }) => !ids.has(id)).length;
  const added = candidate.cases.length - (baseline.cases.length - missing);
  if (missing + added > 0) throw apart(`${missing} cases are in the baseline alone, ${added} in the candidate alone`);
}

/**
 * The cases that have a figure, in the baseline's order. Of a figure that a model judged, those that have it in both runs: a
 * model that did not answer must not keep the others from being compared.
 *
 * @throws PipelineFailure `InputInvalid` when neither run has it, or when a case has it in one run alone.
 */
export function pairsOf(baseline: EvaluationRun, candidate: EvaluationRun, figure: string): Pair[] {
  const others = new Map(candidate.cases.map((each) => [each.id, each]));
  return baseline.cases.flatMap(({ id, slices, figures }) => {
    const [before, after] = [figures[figure], others.get(id)?.figures[figure]];
    const isOneSided = before === undefined || after === undefined;
    if (isOneSided && (before === after || isAdvisory(figure))) return [];
    if (isOneSided) throw apart(`cases have ${figure} in one run alone`);
    return [{ id, slices, baseline: before, candidate: after }];
  });
}

/**
 * Candidate less baseline, turned so that more is better.
 */
export function gainsOf(pairs: readonly Pair[], { better }: Figure): number[] {
  return pairs.map(({ baseline, candidate }) => (better === 'higher' ? candidate - baseline : baseline - candidate));
}

/** The values that a slice has, in order. */
export function sliceValues(cases: readonly EvaluatedCase[], slice: string): string[] {
  return [...new Set(cases.flatMap(({ slices }) => slices[slice] ?? []))].sort();
}

function apart(why: string): PipelineFailure {
  return new PipelineFailure('InputInvalid', `the two runs cannot be compared: ${why}`);
}
