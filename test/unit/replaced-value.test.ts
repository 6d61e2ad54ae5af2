import { describe, expect, it } from 'vitest';
import { replacedValue } from '#shared/domain/replaced-value.ts';
import { wordDifferences } from '#shared/domain/word-difference.ts';

function replacedBy(one: string, other: string, question: string) {
  const [difference] = wordDifferences(one, other);
  if (difference === undefined) throw new Error('they do not differ');
  return replacedValue(difference, question, one);
}

describe('what stands for what', () => {
  it.each([
    ['number', 'A term of three months', 'A term of six months'],
    ['date', 'It ends in 2026', 'It ends in 2027'],
    ['date', 'It ends on 30 June', 'It ends on 15 May'],
    ['number', 'Three months is the term', 'Six months is the term'],
    ['same', 'A term of three months', 'A term of 3 months'],
    ['same', 'It is set out in section 3', 'It is set out in section 4'],
    ['words', 'A term of three months', 'A term of many months'],
    ['words', 'We sell the PDP-11 here', 'We sell the model here'],
    ['name', 'We sell the PDP-11 here', 'We sell the PDP-14 here'],
    ['name', 'It is led by Robert of Wells', 'It is led by Ben Cole'],
    ['name', 'King Rollo of Rouen ruled', 'King William of Rouen ruled'],
    ['words', 'It is Acme Steel And Coal Works Limited Partnership', 'It is Globex'],
    ['words', 'It is led by Robert who rests', 'It is led by Ben Cole'],
    ['same', 'It joined the US there', 'It joined the United States there'],
    ['same', 'It joined the United States there', 'It joined the US there'],
    ['name', 'It joined the EU there', 'It joined the United States there'],
    ['name', 'It joined the EU Council there', 'It joined the European Union there'],
    ['same', 'Das Labor leitet Meier', 'Das Labor leitet Schulz'],
  ] as const)('is a %s: %s, %s', (expected, one, other) => {
    expect(replacedBy(one, other, 'What does it say?')).toBe(expected);
  });
});

it('is no value where one of them has nothing there', () => {
  expect(replacedValue({ one: [], other: ['Ana'], before: [] }, 'Who?', '')).toBe('words');
});

describe('a name that stands for another', () => {
  const [ANA, BEN] = ['Ana leads the laboratory', 'Ben leads the laboratory'];

  it.each([
    ['is one at the beginning, too, where a name is asked for', ANA, BEN, 'Who leads the laboratory?', 'name'],
    ['is any word with a capital there otherwise', ANA, BEN, 'What about the laboratory?', 'words'],
    ['is more than one word there', 'Ana Ruiz leads it', 'Ben Cole leads it', 'What about it?', 'name'],
    ['is nothing that was asked for', 'It was sold to Acme', 'It was sold to Globex', 'When was it sold?', 'same'],
    ['is one where the question says so', 'Ana leads it', 'Ben leads it', 'What is the name of its head?', 'name'],
    ['may be one of many', 'Members include Acme', 'Members include Globex', 'Who is a member?', 'same'],
    ['is one of many that are asked for', 'It hires Ana', 'It hires Ben', 'Who are the people that it hires?', 'same'],
  ] as const)('%s', (_what, one, other, question, expected) => {
    expect(replacedBy(one, other, question)).toBe(expected);
  });
});
