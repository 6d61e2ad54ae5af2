import { metricMath } from './metric-math.ts';
import type { MetricSeries } from './metric-series.ts';
import {
  BURN_RATES,
  burnLimit,
  errorBudget,
  type LimitObjective,
  type Objective,
  type RatioObjective,
} from './objectives.ts';

/** How an objective stands at the end of a run of metrics. */
export interface ObjectiveStatus {
  readonly id: string;
  readonly title: string;
  /** `silent`: nothing was measured. */
  readonly state: 'kept' | 'missed' | 'silent';
  /** Share of good events in the window, or the figure that has a limit; undefined when nothing was measured. */
  readonly measured?: number | undefined;
  /** The share that is promised, or the limit. */
  readonly goal: number;
  /** Valid events in the window; of ratio objectives alone. */
  readonly events?: number;
  /** Part of the error budget that is left, below 0 when it is overspent; of ratio objectives alone. */
  readonly budgetLeft?: number | undefined;
  /** Times that the budget is spent too fast, by burn rate, over its long window. */
  readonly burn?: Readonly<Record<string, number | undefined>>;
  /** Burn rates whose alarm would be raised now. */
  readonly burning?: readonly string[];
}

/** Evaluates one objective over series that end now, as its alarms on AWS do. */
export function objectiveStatus(objective: Objective, seriesOf: (metric: string) => MetricSeries): ObjectiveStatus {
  return objective.kind === 'ratio' ? ratioStatus(objective, seriesOf) : limitStatus(objective, seriesOf);
}

function ratioStatus(objective: RatioObjective, seriesOf: (metric: string) => MetricSeries): ObjectiveStatus {
  const { id, title, target, windowDays, minimumBad } = objective;
  const [valid, bad] = [seriesOf(objective.valid), seriesOf(objective.bad)];
  const sumOf = (series: MetricSeries, seconds: number) => series.over('Sum', series.minutes, seconds / 60) ?? 0;
  const badIn = (seconds: number) => {
    const events = sumOf(valid, seconds);
    return events === 0 ? undefined : sumOf(bad, seconds) / events;
  };
  const share = badIn(windowDays * 86_400);
  const budget = errorBudget(objective);
  const isBurning = ({ factor, longSeconds, shortSeconds }: (typeof BURN_RATES)[number]) => {
    const limit = burnLimit(objective, factor);
    const isOver = (seconds: number) => (badIn(seconds) ?? 0) > limit;
    return sumOf(bad, longSeconds) >= minimumBad && isOver(longSeconds) && isOver(shortSeconds);
  };
  return {
    ...{ id, title, goal: target, events: sumOf(valid, windowDays * 86_400) },
    state: share === undefined ? 'silent' : share > budget ? 'missed' : 'kept',
    measured: share === undefined ? undefined : 1 - share,
    budgetLeft: share === undefined ? undefined : 1 - share / budget,
    burn: Object.fromEntries(BURN_RATES.map(({ name, longSeconds }) => [name, times(badIn(longSeconds), budget)])),
    burning: BURN_RATES.filter(isBurning).map(({ name }) => name),
  };
}

function times(share: number | undefined, budget: number): number | undefined {
  return share === undefined ? undefined : share / budget;
}

/** Over the last period alone; silence is no state of its own where nothing has to report. */
function limitStatus(objective: LimitObjective, seriesOf: (metric: string) => MetricSeries): ObjectiveStatus {
  const { id, title, threshold, reads, expression, periodSeconds } = objective;
  const values = new Map(
    Object.entries(reads).map(([name, { metric, statistic }]) => {
      const series = seriesOf(metric);
      return [name, series.over(statistic, series.minutes, periodSeconds / 60)] as const;
    }),
  );
  const isSilent = [...values.values()].every((value) => value === undefined); // However the expression fills gaps.
  const measured = isSilent ? undefined : metricMath(expression)((name) => values.get(name));
  const state = measured === undefined ? 'silent' : measured > threshold ? 'missed' : 'kept';
  return { id, title, state, measured, goal: threshold };
}
