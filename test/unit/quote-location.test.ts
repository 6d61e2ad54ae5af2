import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countWords, isTableQuote, locateQuote } from '#shared/domain/quote-location.ts';

const found = (text: string, quote: string) => {
  const at = locateQuote(text, quote);
  return at && text.slice(at.start, at.end);
};

describe('locateQuote', () => {
  it.each([
    ['line breaks', 'the rent\n  is due', 'rent is due', 'rent\n  is due'],
    ['hyphens at line ends', 'the agree-\nment holds', 'the agreement holds', 'the agree-\nment holds'],
    [
      'kinds of quotation marks and dashes',
      'the “old” hall’s 3–4 doors',
      'the "old" hall\'s 3-4 doors',
      'the “old” hall’s 3–4 doors',
    ],
    ['white space at its ends', 'the rent is due', '  rent is ', 'rent is'],
  ])('does not mind %s', (_what, text, quote, expected) => {
    expect(found(text, quote)).toBe(expected);
  });

  it.each([
    ['a number', 'it rose by 21 percent', '1 percent'],
    ['a group of digits', 'a budget of 21,200 pounds', '200 pounds'],
    ['decimals', 'a share of 1.25 of all', 'share of 1'],
    ['a word', 'the rental is due', 'rent'],
    ['a sign', 'a change of -5 percent', '5 percent'],
    ['a placeholder', 'signed by [PERSON:k7f2.q5x2] today', 'signed by [PERSON:k7f2'],
    ['other words', 'the rent is due', 'the rent was due'],
    ['other capitals', 'the rent is due', 'The rent is due'],
  ])('refuses a quote that cuts or changes %s', (_what, text, quote) => {
    expect(locateQuote(text, quote)).toBeUndefined();
  });

  it('finds the whole occurrence behind a cut one', () => {
    expect(locateQuote('121 pounds, then 21 pounds', '21 pounds')).toEqual({ start: 17, end: 26 });
  });

  it('finds nothing for an empty quote', () => {
    expect(locateQuote('text', ' \n ')).toBeUndefined();
  });

  it('finds any run of whole words where it stands, however it is spaced', () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,6}$/), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(words, fc.nat(), fc.nat(), fc.constantFrom(' ', '\n', '  \n '), (list, from, length, gap) => {
        const start = from % list.length;
        const quoted = list.slice(start, start + 1 + (length % (list.length - start)));

        expect(found(list.join(gap), quoted.join(' '))?.split(/\s+/)).toEqual(quoted);
      }),
    );
  });
});

describe('isTableQuote', () => {
  const text = 'Rates\nSecond stop | stop | 85.00\nAll net.';

  it.each([
    ['a row', 'Second stop | stop | 85.00', true],
    ['a cell', '85.00', true],
    ['a part of a cell', 'Second', false],
    ['text beside the table', 'All net.', false],
  ])('knows that %s is %s', (_what, quote, expected) => {
    const start = text.indexOf(quote);

    expect(isTableQuote(text, { start, end: start + quote.length })).toBe(expected);
  });

  it('knows the last row of a text', () => {
    expect(isTableQuote('a | b', { start: 4, end: 5 })).toBe(true);
  });
});

describe('countWords', () => {
  it.each([
    ['five words, they are five', 5],
    ['1,200.50 pounds', 2],
    ['東京都は広い', 6],
    ['— …', 0],
  ])('counts "%s" as %i', (text, count) => {
    expect(countWords(text)).toBe(count);
  });
});
