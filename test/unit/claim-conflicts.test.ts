import { describe, expect, it } from 'vitest';
import { conflictsAmong } from '#shared/domain/claim-conflicts.ts';

const quoted = (quote: string, chunkId: string) => ({ quote, passage: { chunkId } });
const aboutOf = (one: string, other: string, question = '') =>
  conflictsAmong([quoted(one, 'a'), quoted(other, 'b')], question).map(({ about }) => about);

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
    ['name', 'The head of the laboratory is Ana Ruiz.', 'Since then the head of the laboratory is Ben Cole.'],
    ['name', 'The seat of the company is in Paris.', 'The registered seat of the company is in London.'],
    [
      'name',
      'Die Leitung des Labors hat [PERSON:k7f2.q2x4] inne.',
      'Die Leitung des Labors hat [PERSON:aaaa.bbbb] inne.',
    ],
    // In more than one place: by all that they say.
    ['date', 'The old facility of the bank ends in June 2027.', 'The new facility of the bank ends in June 2028.'],
    ['number', 'The old plant had 120 workers at night.', 'The new plant had 140 workers at night.'],
    ['negation', 'The old employees may work from abroad.', 'The new employees may not work from abroad.'],
    // The same figures and the same words elsewhere: what stands in the one place tells.
    ['date', 'After the merger of 1997 it moved in 1997.', 'After the merger of 1999 it moved in 1997.'],
    ['negation', 'What the St. James treaty was is no secret.', 'What the St. James treaty was not is no secret.'],
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
    ['are word for word the same', 'The notice period is three months.', 'The notice period is three months.'],
    ['add a year to a name', 'The minister of the day was Ana Ruiz.', 'In 2019 the minister of the day was Ben Cole.'],
    ['tell of two articles', 'The duties are set out in article 5.', 'The duties are set out in article 6.'],
    [
      'are of different lengths, of which one denies something',
      'The staff of the plant is paid monthly.',
      'The staff of the new plant in the north is paid monthly, and not by the hour or by the piece as before.',
    ],
    ['use other words', 'The old boiler of the plant is high.', 'The new boiler of the plant is large.'],
    ['use another word', 'The pressure in the boiler is high.', 'The pressure in the boiler is large.'],
  ])('when they %s', (_what, one, other) => {
    expect(aboutOf(one, other)).toEqual([]);
  });

  it('when they are of one passage', () => {
    const claims = [quoted('The notice period is three months.', 'a'), quoted('The notice period is six months.', 'a')];

    expect(conflictsAmong(claims, '')).toEqual([]);
  });
});

describe('what is asked decides', () => {
  const ofYears = ['The plant had 120 employees in 2023.', 'The plant had 120 employees in 2024.'] as const;
  const ofTowns = ['The office in London has 12 meeting rooms.', 'The office in Paris has 12 meeting rooms.'] as const;
  const ofFigures = ['The notice period of staff is 3 months.', 'The notice period of staff is 6 months.'] as const;

  it.each([
    ['of another year than was asked about nothing contradicts', ofYears, 'How many employees were there in 2023?', []],
    ['nor of another town', ofTowns, 'Where in London are there meeting rooms?', []],
    [
      'nor of another person',
      ['[PERSON:k7f2] left in May 2024.', '[PERSON:aaaa] left in May 2024.'],
      'When did [PERSON:k7f2] leave?',
      [],
    ],
    ['a year is a contradiction where it is asked for', ofYears, 'When had the plant 120 employees?', ['date']],
    ['what a question only supposes is none of its subjects', ofFigures, 'Is the notice period 3 months?', ['number']],
  ] as const)('%s', (_what, [one, other], question, expected) => {
    expect(aboutOf(one, other, question)).toEqual(expected);
  });
});

it('says which of several claims contradict each other', () => {
  const claims = [
    quoted('The notice period is three months.', 'a'),
    quoted('The canteen opens at noon on every day.', 'b'),
    quoted('The notice period is six months.', 'c'),
  ];

  expect(conflictsAmong(claims, '')).toEqual([{ about: 'number', claims: [0, 2] }]);
});
