import { describe, expect, it } from 'vitest';
import { asksForLatest, periodsIn, placedPeriods } from '#shared/domain/named-period.ts';

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

  it('says where they stand, in their order', () => {
    const text = 'from 2019 to 5 May 2024';

    const places = placedPeriods(text).map(({ at, end, isDay }) => ({ named: text.slice(at, end), isDay }));

    expect(places).toEqual([
      { named: '2019', isDay: false },
      { named: '5 May 2024', isDay: true },
    ]);
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
