import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitSentences } from '#shared/domain/sentence-splitter.ts';

const split = (text: string) => splitSentences(text).map(({ start, end }) => text.slice(start, end));

describe('splitSentences', () => {
  it.each([
    ['titles and initials', 'Dr. Smith met J. R. Jones. They spoke.', ['Dr. Smith met J. R. Jones.', 'They spoke.']],
    ['decimals', 'It costs 4.80 pounds. Guests pay more.', ['It costs 4.80 pounds.', 'Guests pay more.']],
    ['abbreviations', 'Use a helmet, e.g. the blue one. Always.', ['Use a helmet, e.g. the blue one.', 'Always.']],
    ['questions', 'Who pays? The tenant does!', ['Who pays?', 'The tenant does!']],
    [
      'wrapped lines',
      'Keep a distance of four seconds on\nwet roads. Brake early.',
      ['Keep a distance of four seconds on\nwet roads.', 'Brake early.'],
    ],
    [
      'headings',
      '2. Under way\nKeep a distance of four seconds on wet roads.',
      ['2. Under way', 'Keep a distance of four seconds on wet roads.'],
    ],
    [
      'lists',
      'Bring:\n- a passport\n- two photographs\n1) a form',
      ['Bring:', '- a passport', '- two photographs', '1) a form'],
    ],
    [
      'small letters after a short line',
      'Costs rise,\nsays the board of the company in its letter.',
      ['Costs rise,\nsays the board of the company in its letter.'],
    ],
    [
      'table rows',
      'Rates\nStop | Price\nSecond | 85.00\nAll rates are net.',
      ['Rates', 'Stop | Price', 'Second | 85.00', 'All rates are net.'],
    ],
    ['paragraphs', 'First one\n\nSecond one', ['First one', 'Second one']],
    [
      'numbers of paragraphs',
      'See below. 4. The tenant pays the rent.',
      ['See below.', '4. The tenant pays the rent.'],
    ],
    ['a marker with nothing behind it', 'The end. 4.', ['The end.', '4.']],
    ['blank text', ' \n \n', []],
  ])('handles %s', (_what, text, expected) => {
    expect(split(text)).toEqual(expected);
  });

  it('tells table rows', () => {
    expect(splitSentences('A | B\nText.').map(({ kind }) => kind)).toEqual(['table-row', 'sentence']);
  });

  it('keeps every character that is not white space, once and in order', () => {
    const text = fc
      .array(fc.constantFrom('a', 'B', '. ', '\n', '\n\n', ' | ', '1. ', '- ', '?', ' '))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (sample) => {
        expect(split(sample).join('').replace(/\s/g, '')).toBe(sample.replace(/\s/g, ''));
      }),
    );
  });
});
