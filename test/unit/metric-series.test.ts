import { expect, it } from 'vitest';
import { metricSeries } from '#shared/domain/metric-series.ts';

/** Two observations in minute 1, none in minute 2, one in minute 3. */
const series = metricSeries(4, (minute) => {
  if (minute === 1) return { count: 2, sum: 10, minimum: 3, maximum: 7 };
  return minute === 3 ? { count: 1, sum: 5, minimum: 5, maximum: 5 } : undefined;
});

it.each([
  ['Sum', 15],
  ['SampleCount', 3],
  ['Average', 5],
  ['Minimum', 3],
  ['Maximum', 7],
] as const)('gives the %s over a window', (statistic, expected) => {
  expect(series.over(statistic, 4, 3)).toBe(expected);
});

it('leaves out the minutes before a window and the one in which it ends', () => {
  expect(series.over('Sum', 3, 2)).toBe(10);
  expect(series.over('Sum', 4, 1)).toBe(5);
});

it('has nothing where nothing was observed, and nothing before its beginning', () => {
  expect(series.over('Sum', 3, 1)).toBeUndefined();
  expect(series.over('Sum', 2, 60)).toBe(10);
});
