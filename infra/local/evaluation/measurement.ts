import type { EvaluatedCase, EvaluationRun, Figure } from '#shared/contracts/evaluation-run.ts';
import type { MeteredUse } from '#shared/domain/metered-cost.ts';
import type { Estimate } from '#shared/domain/statistics.ts';

/** What a runner found out: all of a run but where and when it was. */
export interface Measurement {
  readonly kind: EvaluationRun['kind'];
  readonly cases: readonly EvaluatedCase[];
  readonly figures: Readonly<Record<string, Figure>>;
  readonly summary: Readonly<Record<string, Estimate>>;
  /** For the cases alone, without ingest. */
  readonly seconds: number;
  /** The models that the cases asked, with what each took; told and not kept in the run. */
  readonly models?: readonly MeteredUse[] | undefined;
}

export const SHARE: Figure = { scale: 'share', better: 'higher' };
export const LOWER_SHARE: Figure = { scale: 'share', better: 'lower' };
export const COST: Figure = { scale: 'amount', better: 'lower' };

/** What was measured on what. */
export interface RunContext {
  readonly dataset: EvaluationRun['dataset'];
  readonly system: EvaluationRun['system'];
  /** Milliseconds since 1970. */
  readonly at: number;
}

export function runOf({ cases, models: _, ...measured }: Measurement, { at, ...context }: RunContext): EvaluationRun {
  return {
    ...{ schema: 'affidavit.evaluation-run/1', at: new Date(at).toISOString() },
    ...context,
    ...measured,
    cases: [...cases],
  };
}

/** The figure of every case that has it, in their order. */
export function figuresNamed(cases: readonly EvaluatedCase[], name: string): number[] {
  return cases.flatMap(({ figures }) => figures[name] ?? []);
}

/** Those figures that at least one case has. */
export function measuredFigures(
  figures: Readonly<Record<string, Figure>>,
  cases: readonly EvaluatedCase[],
): Record<string, Figure> {
  const measured = new Set(cases.flatMap((each) => Object.keys(each.figures)));
  return Object.fromEntries(Object.entries(figures).filter(([name]) => measured.has(name)));
}

/** Leaves out what a case has no figure for. */
export function definedFigures(figures: Readonly<Record<string, number | undefined>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(figures).filter((entry): entry is [string, number] => entry[1] !== undefined),
  );
}
