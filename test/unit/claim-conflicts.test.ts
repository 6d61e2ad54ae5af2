import { describe, expect, it } from 'vitest';
import { conflictsAmong } from '#shared/domain/claim-conflicts.ts';

const quoted = (quote: string, chunkId: string) => ({ quote, passage: { chunkId } });
const aboutOf = (one: string, other: string) =>
  conflictsAmong([quoted(one, 'a'), quoted(other, 'b')]).map(({ about }) => about);

describe('quotes of two passages contradict each other', () => {
  it.each([
    ['number', 'The notice period is three months.', 'The notice period is six months for everybody.'],
    ['number', 'The deposit amounts to 1,200 euros.', 'The deposit amounts to 1.500 euros.'],
    ['number', 'In 2024 the plant had 120 employees.', 'In 2024 the plant had 140 employees.'],
    ['date', 'The facility of the bank runs until 30 June 2027.', 'The facility of the bank runs until 30 June 2028.'],
    ['date', 'The contract with the supplier ends in 2026.', 'The contract with the supplier ends in 2027.'],
    ['negation', 'Employees may work from abroad.', 'Employees may not work from abroad.'],
    [
      'number',
      'Die Probezeit der Angestellten beträgt drei Monate.',
      'Die Probezeit der Angestellten beträgt sechs Monate.',
    ],
  ])('in a %s', (about, one, other) => {
    expect(aboutOf(one, other)).toEqual([about]);
    expect(aboutOf(other, one)).toEqual([about]);
  });
});

describe('they do not', () => {
  it.each([
    ['say the same', 'The notice period is three months.', 'The notice period is 3 months.'],
    [
      'write one date in two ways',
      'The lease of the hall ends on 1 May 2026.',
      'The lease of the hall ends on 2026-05-01.',
    ],
    [
      'tell of other years',
      'Sales of the plant in 2023 were 5 million euros.',
      'Sales of the plant in 2024 were 6 million euros.',
    ],
    ['tell of other names', 'The office in London has 12 meeting rooms.', 'The office in Paris has 15 meeting rooms.'],
    ['tell of other things', 'The notice period is three months.', 'The learning budget is 900 euros a year.'],
    ['add a figure', 'The notice period of staff is long.', 'The notice period of staff is long: 3 months.'],
    ['are rows of a table', 'North region sales | 12', 'North region sales | 14'],
    ['hold no words', '12 000', '14 000'],
    ['share too few words', 'It weighs 12 kilograms.', 'It weighs 14 kilograms.'],
  ])('when they %s', (_what, one, other) => {
    expect(aboutOf(one, other)).toEqual([]);
  });

  it('when they are of one passage', () => {
    const claims = [quoted('The notice period is three months.', 'a'), quoted('The notice period is six months.', 'a')];

    expect(conflictsAmong(claims)).toEqual([]);
  });
});

it('says which of several claims contradict each other', () => {
  const claims = [
    quoted('The notice period is three months.', 'a'),
    quoted('The canteen opens at noon on every day.', 'b'),
    quoted('The notice period is six months.', 'c'),
  ];

  expect(conflictsAmong(claims)).toEqual([{ about: 'number', claims: [0, 2] }]);
});
