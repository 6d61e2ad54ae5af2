import type { Period } from './named-period.ts';

/** Months from the first to the last, both counted from the year 0; infinite where it is open. */
export interface MonthSpan {
  readonly first: number;
  readonly last: number;
}

const MONTHS = 12;
const QUARTER = 3;

/** The months of a period, by the calendar. */
export function monthsOf({ year, quarter, month }: Period): MonthSpan {
  const before = year * MONTHS;
  if (month !== undefined) return { first: before + month, last: before + month };
  if (quarter !== undefined) return { first: before + QUARTER * (quarter - 1) + 1, last: before + QUARTER * quarter };
  return { first: before + 1, last: before + MONTHS };
}

/** Whether two have a month in common: 2023 and its third quarter do. */
export function haveCommonMonth(a: MonthSpan, b: MonthSpan): boolean {
  return a.first <= b.last && b.first <= a.last;
}

/** Those of them that end last. */
export function latestOf(spans: readonly MonthSpan[]): readonly MonthSpan[] {
  const end = Math.max(...spans.map(({ last }) => last));
  return spans.filter(({ last }) => last === end);
}
