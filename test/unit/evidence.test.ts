import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { corpusTokens, evidenceFound } from '#shared/domain/evidence-tokens.ts';
import { evidenceFinder, overlaps } from '#shared/domain/text-evidence.ts';

const PAGES = [
  { number: 1, text: 'The rent is due\non the first day.' },
  { number: 2, text: 'Notice is given in writing. The rent is due twice.' },
];

describe('looking a label up', () => {
  const find = evidenceFinder(PAGES);

  it.each([
    ['a quote, whatever its white space', { quote: 'rent is  due on the first' }, [{ page: 1, start: 4, end: 28 }]],
    ['a quote on the page that is named', { quote: 'rent is due', page: 2 }, [{ page: 2, start: 32, end: 43 }]],
    [
      'a quote that is on another page than named',
      { quote: 'given in writing', page: 1 },
      [{ page: 2, start: 10, end: 26 }],
    ],
    [
      'a quote across a page break, page by page',
      { quote: 'first day. Notice is' },
      [
        { page: 1, start: 23, end: 33 },
        { page: 2, start: 0, end: 9 },
      ],
    ],
    ['a quote that begins and ends within words', { quote: 'irst da' }, [{ page: 1, start: 24, end: 31 }]],
    ['offsets', { page: 1, start: 4, end: 8 }, [{ page: 1, start: 4, end: 8 }]],
    ['offsets past the end of the page', { page: 1, start: 4, end: 800 }, [{ page: 1, start: 4, end: 33 }]],
    ['a whole page', { page: 2 }, [{ page: 2, start: 0, end: 50 }]],
    ['a quote that is nowhere', { quote: 'the deposit' }, []],
    ['a page that is not there', { page: 3 }, []],
    ['nothing', {}, []],
  ])('%s', (_what, label, spans) => {
    expect(find(label)).toEqual(spans);
  });

  it('tells spans that share text from those that only touch', () => {
    const span = { page: 1, start: 4, end: 8 };

    expect(overlaps(span, { page: 1, start: 7, end: 9 })).toBe(true);
    expect(overlaps(span, { page: 1, start: 8, end: 9 })).toBe(false);
    expect(overlaps(span, { page: 1, start: 1, end: 4 })).toBe(false);
    expect(overlaps(span, { page: 2, start: 4, end: 8 })).toBe(false);
  });
});

describe('counting tokens of evidence', () => {
  const tokensOf = corpusTokens([
    { documentId: 'a', pages: PAGES },
    { documentId: 'b', pages: [{ number: 1, text: 'Other words.' }] },
  ]);
  const range = (documentId: string, page: number, start: number, end: number) =>
    tokensOf({ documentId, page, start, end });

  it('numbers words and signs through pages and documents', () => {
    expect(range('a', 1, 0, 33)).toEqual({ first: 0, end: 9 });
    expect(range('a', 1, 4, 11)).toEqual({ first: 1, end: 3 });
    expect(range('a', 2, 0, 6)).toEqual({ first: 9, end: 10 });
    expect(range('b', 1, 0, 12)).toEqual({ first: 21, end: 24 });
    expect(range('c', 1, 0, 12)).toEqual({ first: 0, end: 0 });
    expect(range('a', 1, 3, 4)).toEqual({ first: 1, end: 1 });
  });

  it('reads no further than the budget, in the order of the ranking', () => {
    const evidence = [{ first: 10, end: 14 }];
    const ranking = [
      { first: 0, end: 6 },
      { first: 8, end: 20 },
    ];

    expect(evidenceFound(evidence, ranking, 6)).toEqual({ recall: 0, precision: 0 });
    expect(evidenceFound(evidence, ranking, 10)).toEqual({ recall: 0.5, precision: 0.2 });
    expect(evidenceFound(evidence, ranking, 100)).toEqual({ recall: 1, precision: 4 / 18 });
    expect(evidenceFound(evidence, [], 100)).toEqual({ recall: 0, precision: 0 });
  });

  it('pays for a token that stands in two chunks twice, and finds it once', () => {
    const twice = [
      { first: 0, end: 4 },
      { first: 0, end: 4 },
    ];

    expect(evidenceFound([{ first: 0, end: 4 }], twice, 8)).toEqual({ recall: 1, precision: 0.5 });
  });

  it('never finds less with a larger budget', () => {
    const ranges = fc.array(
      fc.tuple(fc.nat(50), fc.nat(20)).map(([first, length]) => ({ first, end: first + length })),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(ranges, fc.nat(40), fc.nat(40), (ranking, budget, more) => {
        const recall = (tokens: number) => evidenceFound([{ first: 10, end: 30 }], ranking, tokens).recall;

        expect(recall(budget + more)).toBeGreaterThanOrEqual(recall(budget));
      }),
    );
  });
});
