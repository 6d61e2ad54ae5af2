import { describe, expect, it } from 'vitest';
import { metricSeries } from '#shared/domain/metric-series.ts';
import { objectiveStatus } from '#shared/domain/objective-status.ts';
import { type LimitObjective, OBJECTIVES, type RatioObjective } from '#shared/domain/objectives.ts';

const MINUTES = 30 * 1_440;
const RATIO = OBJECTIVES.find(({ id }) => id === 'query-availability') as RatioObjective; // Its kind is in the list.
const LIMIT = OBJECTIVES.find(({ id }) => id === 'duplicate-ratio') as LimitObjective; // The same.

/** Series of which only the last minutes are not silent. */
function lastMinutes(values: Readonly<Record<string, readonly (number | undefined)[]>>) {
  return (metric: string) => {
    const last = values[metric] ?? [];
    return metricSeries(MINUTES, (minute) => {
      const sum = last[minute - MINUTES + last.length];
      return sum === undefined ? undefined : { count: 1, sum, minimum: sum, maximum: sum };
    });
  };
}

describe('objectiveStatus', () => {
  it('says how much of the error budget is left, and how fast it burns', () => {
    const status = objectiveStatus(RATIO, lastMinutes({ RequestsValid: [1_000, 1_000], RequestsFailed: [4, 0] }));

    expect(status).toMatchObject({ state: 'kept', measured: 0.998, goal: 0.995, events: 2_000, burning: [] });
    expect(status.budgetLeft).toBeCloseTo(0.6);
    expect(status.burn?.['fast']).toBeCloseTo(0.4);
  });

  it('says which alarms would be raised when the budget is overspent', () => {
    const status = objectiveStatus(RATIO, lastMinutes({ RequestsValid: [100], RequestsFailed: [50] }));

    expect(status).toMatchObject({ state: 'missed', burning: ['fast', 'slow', 'steady'] });
    expect(status.budgetLeft).toBeCloseTo(-99);
  });

  it('raises none for a few failures, nor for failures that are over', () => {
    const few = objectiveStatus(RATIO, lastMinutes({ RequestsValid: [4], RequestsFailed: [4] }));
    const over = objectiveStatus(
      RATIO,
      lastMinutes({ RequestsValid: Array(400).fill(1), RequestsFailed: [50, ...Array(399).fill(0)] }),
    );

    const silent = Array(400).fill(undefined);
    const goneQuiet = objectiveStatus(
      RATIO,
      lastMinutes({ RequestsValid: [50, ...silent], RequestsFailed: [50, ...silent] }),
    );
    expect([few, over, goneQuiet].map(({ burning }) => burning)).toEqual([[], [], []]);
  });

  it('is silent where nothing was measured', () => {
    const [ratio, limit] = [RATIO, LIMIT].map((objective) => objectiveStatus(objective, lastMinutes({})));

    expect(ratio).toMatchObject({ state: 'silent', measured: undefined, budgetLeft: undefined, events: 0 });
    expect(limit).toMatchObject({ state: 'silent', measured: undefined });
  });

  it.each([
    [20, 'kept', 1],
    [40, 'missed', 2],
  ])('compares a figure with its limit: %d executions of 20 uploads are %s', (executions, state, measured) => {
    const status = objectiveStatus(LIMIT, lastMinutes({ ExecutionsEnded: [executions], UploadsProcessed: [20] }));

    expect(status).toMatchObject({ state, measured, goal: 1.05 });
  });

  it('finds nothing for an id that its expression does not explain', () => {
    const unexplained = { ...LIMIT, expression: 'elsewhere' };

    expect(objectiveStatus(unexplained, lastMinutes({ ExecutionsEnded: [1] })).state).toBe('silent');
  });
});
