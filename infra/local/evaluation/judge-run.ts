import type { EvaluationRun } from '#shared/contracts/evaluation-run.ts';
import type { GatePolicy } from '#shared/contracts/gate-policy.ts';
import { isAdvisory } from '#shared/domain/advisory.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { overallVerdict, type Verdict } from '#shared/domain/release-gate.ts';
import { advisoryClaims, withoutAdvice } from './advisory-claims.ts';
import { assertComparable } from './paired-runs.ts';
import { type Claim, policyClaims } from './policy-claims.ts';

export interface GateReport {
  readonly verdict: Verdict;
  readonly confidence: number;
  readonly dataset: string;
  readonly claims: readonly Claim[];
  /** What advisory figures say against the candidate, or why they say nothing. */
  readonly warnings: readonly string[];
}

/**
 * Holds a candidate against a policy. Every figure of the candidate needs a threshold or stands under `reportOnly`, and
 * every figure of the policy must have been measured: what nobody looked at must not pass. Figures that a model judged
 * (`advisory.*`) are held against their thresholds too, where there are some, but only warn: with them or without, whether
 * they are good, bad, missing or not to be compared, the verdict is the same.
 *
 * @throws PipelineFailure `InputInvalid` when a threshold or a figure is missing, or the runs cannot be compared.
 */
export function judgeRun(baseline: EvaluationRun, candidate: EvaluationRun, policy: GatePolicy): GateReport {
  assertComparable(baseline, candidate);
  const binding = withoutAdvice(policy);
  assertThresholds(candidate, binding);
  const claims = policyClaims(baseline, candidate, binding);
  const advised = advisoryClaims(baseline, candidate, policy);
  const verdict = overallVerdict(claims.map((claim) => claim.verdict));
  const { confidence } = policy;
  return {
    ...{ verdict, confidence, dataset: candidate.dataset.name },
    claims: [...claims, ...advised.claims],
    warnings: advised.warnings,
  };
}

function assertThresholds(
  { figures, summary }: EvaluationRun,
  { figures: asked, slices, reportOnly }: GatePolicy,
): void {
  const measured = [...Object.keys(figures), ...Object.keys(summary)].filter((figure) => !isAdvisory(figure));
  const named = [...Object.keys(asked), ...Object.values(slices).flatMap(Object.keys)];
  const unknown = named.filter((figure) => !measured.includes(figure));
  if (unknown.length > 0) throw invalid(`the run does not have ${unknown.join(', ')}, which the policy names`);
  const bare = measured.filter(
    (figure) => !(figure in asked) && !reportOnly.some((pattern) => isMatch(pattern, figure)),
  );
  if (bare.length > 0) throw invalid(`no threshold for ${bare.join(', ')}: give one, or name it under reportOnly`);
}

/** `*` stands for anything; all else for itself. */
function isMatch(pattern: string, figure: string): boolean {
  const [first = '', ...others] = pattern.split('*');
  const last = others.pop();
  if (last === undefined) return first === figure;
  let at = first.length;
  for (const part of others) {
    const found = figure.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return figure.startsWith(first) && figure.endsWith(last) && figure.length >= at + last.length;
}

function invalid(why: string): PipelineFailure {
  return new PipelineFailure('InputInvalid', why);
}
