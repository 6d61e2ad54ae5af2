import { percentile } from '#shared/domain/statistics.ts';
import type { BenchRow } from './bench-report.ts';

/** Percentiles of times in milliseconds, a row each: `<name>.p50`, `<name>.p95`, or those that are asked for. */
export function percentileRows(
  name: string,
  milliseconds: readonly number[],
  percents: readonly number[] = [50, 95],
): BenchRow[] {
  return percents.map((percent) => ({
    ...{ name: `${name}.p${percent}`, value: percentile(milliseconds, percent), unit: 'ms' as const },
    cases: milliseconds.length,
  }));
}
