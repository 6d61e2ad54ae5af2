import type { EvaluationRun } from '#shared/contracts/evaluation-run.ts';
import type { GatePolicy } from '#shared/contracts/gate-policy.ts';
import { isAdvisory } from '#shared/domain/advisory.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { JUDGED_BY } from './judge-identity.ts';
import { type Claim, policyClaims } from './policy-claims.ts';

/** What a policy asks of figures that a model judged: claims that decide nothing, and what they warn of. */
interface AdvisoryClaims {
  readonly claims: readonly Claim[];
  readonly warnings: readonly string[];
}

/** The policy as far as its figures are measured. */
export function withoutAdvice(policy: GatePolicy): GatePolicy {
  const slices = Object.entries(policy.slices).map(([name, figures]) => [name, chosen(figures, false)] as const);
  return {
    ...policy,
    figures: chosen(policy.figures, false),
    slices: Object.fromEntries(slices.filter(([, figures]) => Object.keys(figures).length > 0)),
  };
}

/** Holds a candidate against the advisory part of a policy. Whatever cannot be judged there is a warning. */
export function advisoryClaims(baseline: EvaluationRun, candidate: EvaluationRun, policy: GatePolicy): AdvisoryClaims {
  const outcomes = singleFigures(policy).map(({ figure, asked }) => {
    try {
      assertSameJudge(baseline, candidate);
      return advised(policyClaims(baseline, candidate, asked));
    } catch (failure) {
      if (!(failure instanceof PipelineFailure)) throw failure;
      return { claims: [], warnings: [`${figure}: ${failure.message}`] };
    }
  });
  return {
    claims: outcomes.flatMap(({ claims }) => claims),
    warnings: outcomes.flatMap(({ warnings }) => warnings),
  };
}

function advised(claims: readonly Claim[]): AdvisoryClaims {
  const missed = claims.filter(({ verdict }) => verdict !== 'pass');
  return {
    claims: claims.map((claim) => ({ ...claim, isAdvisory: true as const })),
    warnings: missed.map(
      ({ figure, slice, asks, verdict }) => `${[figure, slice].filter(Boolean).join(' of ')}: ${asks}: ${verdict}`,
    ),
  };
}

/** The policy taken apart, so that what cannot be judged of one advisory figure says nothing of another. */
function singleFigures(policy: GatePolicy): { readonly figure: string; readonly asked: GatePolicy }[] {
  const whole = Object.entries(chosen(policy.figures, true)).map(([figure, thresholds]) => ({
    figure,
    asked: { ...policy, figures: { [figure]: thresholds }, slices: {} },
  }));
  const sliced = Object.entries(policy.slices).flatMap(([name, figures]) =>
    Object.entries(chosen(figures, true)).map(([figure, thresholds]) => ({
      figure,
      asked: { ...policy, figures: {}, slices: { [name]: { [figure]: thresholds } } },
    })),
  );
  return [...whole, ...sliced];
}

function chosen<T>(figures: Readonly<Record<string, T>>, areAdvisory: boolean): Record<string, T> {
  return Object.fromEntries(Object.entries(figures).filter(([figure]) => isAdvisory(figure) === areAdvisory));
}

/** Verdicts of two judges differ by the judges, whatever they judge. */
function assertSameJudge({ system: before }: EvaluationRun, { system: after }: EvaluationRun): void {
  if (JUDGED_BY.every((name) => before[name] === after[name])) return;
  throw new PipelineFailure('InputInvalid', 'the two runs were judged by different models, or otherwise');
}
