import { describe, expect, it } from 'vitest';
import { haveCommonMonth, latestOf, monthsOf } from '#shared/domain/month-span.ts';

describe('two periods', () => {
  it.each([
    [{ year: 2023 }, { year: 2023, quarter: 3 }, true],
    [{ year: 2023, quarter: 3 }, { year: 2023, month: 9 }, true],
    [{ year: 2023, month: 9 }, { year: 2023, month: 9 }, true],
    [{ year: 2023 }, { year: 2022 }, false],
    [{ year: 2023, quarter: 3 }, { year: 2023, quarter: 2 }, false],
    [{ year: 2023, quarter: 3 }, { year: 2023, month: 10 }, false],
    [{ year: 2023, month: 8 }, { year: 2023, month: 9 }, false],
  ])('%o and %o have a month in common: %s', (one, other, isCommon) => {
    const [a, b] = [monthsOf(one), monthsOf(other)];

    expect([haveCommonMonth(a, b), haveCommonMonth(b, a)]).toEqual([isCommon, isCommon]);
  });
});

it('finds the periods that end last', () => {
  const months = [
    { year: 2022 },
    { year: 2023, quarter: 2 },
    { year: 2023, month: 9 },
    { year: 2023, quarter: 3 },
    { year: 2023, month: 8 },
  ].map(monthsOf);

  expect(latestOf(months)).toEqual([monthsOf({ year: 2023, month: 9 }), monthsOf({ year: 2023, quarter: 3 })]);
  expect(latestOf([{ year: 2023 }, { year: 2023, quarter: 4 }].map(monthsOf))).toHaveLength(2);
  expect(latestOf([])).toEqual([]);
});
