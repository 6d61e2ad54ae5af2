import { describe, expect, it } from 'vitest';
import { asksForLatest, latestOf, mayBeSame, periodsIn } from '#shared/domain/named-period.ts';

describe('the periods that a text names', () => {
  it.each([
    ['2023 Q3 ACME.pdf', { year: 2023, quarter: 3 }],
    ['report_2023-Q4.pdf', { year: 2023, quarter: 4 }],
    ['2023%20Q1%20ACME.pdf', { year: 2023, quarter: 1 }],
    ['What did the Q2 2023 report say?', { year: 2023, quarter: 2 }],
    ['3Q2023 results', { year: 2023, quarter: 3 }],
    ['2023 3Q results', { year: 2023, quarter: 3 }],
    ['in the third quarter of fiscal year 2023', { year: 2023, quarter: 3 }],
    ['the 1st quarter 2024', { year: 2024, quarter: 1 }],
    ['im zweiten Quartal des Jahres 2023', { year: 2023, quarter: 2 }],
    ['4. Quartal 2023', { year: 2023, quarter: 4 }],
    ['el tercer trimestre de 2023', { year: 2023, quarter: 3 }],
    ['minutes 2024-03.md', { year: 2024, month: 3 }],
    ['minutes 2024-03-05.md', { year: 2024, month: 3 }],
    ['in March 2024', { year: 2024, month: 3 }],
    ['FY2023 plan', { year: 2023 }],
  ])('reads "%s"', (text, period) => {
    expect(periodsIn(text)).toEqual([period]);
  });

  it('reads several', () => {
    expect(periodsIn('Q3 2022 against Q3 2023 and all of 2021')).toEqual([
      { year: 2022, quarter: 3 },
      { year: 2023, quarter: 3 },
      { year: 2021 },
    ]);
  });

  it.each(['costs of 2,023', 'version 1.2023', 'order 120234', 'on 3 May', 'Q3', ''])('reads none in "%s"', (text) => {
    expect(periodsIn(text)).toEqual([]);
  });

  it('leaves the year of a quarter whose number it does not know', () => {
    expect(periodsIn('the last quarter of 2023')).toEqual([{ year: 2023 }]);
  });

  it('takes a day for its year alone where days say little', () => {
    expect(periodsIn('filed October 24, 2023, for May 2023', 'by-year')).toEqual([
      { year: 2023 },
      { year: 2023, month: 5 },
    ]);
  });
});

describe('two periods', () => {
  it.each([
    [{ year: 2023 }, { year: 2023, quarter: 3 }, true],
    [{ year: 2023, quarter: 3 }, { year: 2023, month: 9 }, true],
    [{ year: 2023, month: 9 }, { year: 2023, month: 9 }, true],
    [{ year: 2023 }, { year: 2022 }, false],
    [{ year: 2023, quarter: 3 }, { year: 2023, quarter: 2 }, false],
    [{ year: 2023, quarter: 3 }, { year: 2023, month: 10 }, false],
    [{ year: 2023, month: 8 }, { year: 2023, month: 9 }, false],
  ])('%o and %o: %s', (a, b, isSame) => {
    expect([mayBeSame(a, b), mayBeSame(b, a)]).toEqual([isSame, isSame]);
  });
});

it('finds the periods that end last', () => {
  const periods = [
    { year: 2022 },
    { year: 2023, quarter: 2 },
    { year: 2023, month: 9 },
    { year: 2023, quarter: 3 },
    { year: 2023, month: 8 },
  ];

  expect(latestOf(periods)).toEqual([
    { year: 2023, month: 9 },
    { year: 2023, quarter: 3 },
  ]);
  expect(latestOf([{ year: 2023 }, { year: 2023, quarter: 4 }])).toHaveLength(2);
  expect(latestOf([])).toEqual([]);
});

it.each([
  ['What was revenue in the most recent report?', true],
  ['Wie lautet der neueste Stand?', true],
  ['¿Qué dice el último informe?', true],
  ['最新的报告说了什么？', true],
  ['What was revenue over time?', false],
  ['the translatest', false],
])('tells whether "%s" asks for the latest', (question, isLatest) => {
  expect(asksForLatest(question)).toBe(isLatest);
});
