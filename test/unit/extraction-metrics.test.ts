import { expect, it } from 'vitest';
import { expectedText } from '#infra/local/evaluation/expected-text.ts';
import { comparedWords, readingOrder, tableCells, wordRecall } from '#shared/domain/extraction-metrics.ts';

const words = (text: string) => comparedWords(text);

it('counts each expected word as often as it is expected', () => {
  expect(wordRecall(words('one two two'), words('TWO one three'))).toBeCloseTo(2 / 3, 12);
  expect(wordRecall(words('ﬁne'), words('fine'))).toBe(1);
  expect(wordRecall(words('absent'), words('fine'))).toBe(0);
  expect(words('—')).toEqual([]);
});

it('sees columns that were read across as disorder', () => {
  const left = Array.from({ length: 20 }, (_, at) => `l${at}`);
  const right = Array.from({ length: 20 }, (_, at) => `r${at}`);

  expect(readingOrder([...left, ...right], [...left, ...right])).toBe(1);
  expect(readingOrder([...left, ...right], [...right, ...left])).toBeCloseTo(0.5, 1);
});

it('says nothing of the order of texts that have no unmistakable place in common', () => {
  expect(readingOrder(words('a b c'), words('d e f'))).toBeUndefined();
  expect(readingOrder(words('x x x x x'), words('x x x x x'))).toBeUndefined();
});

it('counts cells that are exact in their column, each found row once', () => {
  const expected = [
    ['Name', 'Age'],
    ['Bo', '4'],
    ['Bo', '4'],
    ['', ''],
  ];

  const found = [
    ['Name', ' Age '],
    ['Bo', '5'],
    ['4', 'Bo'],
  ];

  expect(tableCells([expected], [found])).toBeCloseTo(3 / 6, 12);
  expect(tableCells([expected], [expected])).toBe(1);
  expect(tableCells([[['']]], [])).toBeUndefined();
  expect(tableCells([[['a']]], [])).toBe(0);
});

it('leaves columns out in which nothing of a table stands, and kinds of dashes', () => {
  const expected = [
    ['', 'Part', '', 'A-1'],
    ['', '', '', '2'],
  ];

  expect(
    tableCells(
      [expected],
      [
        [
          ['Part', 'A‐1'],
          ['', '2'],
        ],
      ],
    ),
  ).toBe(1);
  expect(tableCells([expected], [[['Part', 'A‐1'], ['2']]])).toBeCloseTo(2 / 3, 12);
});

it('reads Markdown without what is its own', () => {
  const { text, tables } = expectedText(
    '# A \\_title\\_\n<!-- image -->\n![alt](x.png) [word](http://example.com) **bold** &amp; more\n| a | b\\|c |\n|---|---|\n| 1 | 2 |\n\n| - | :-: |\n',
  );

  expect(comparedWords(text)).toEqual(['a', '_title_', 'word', 'bold', 'more', 'a', 'b', 'c', '1', '2'].flatMap(words));
  expect(tables).toEqual([
    [
      ['a', 'b|c'],
      ['1', '2'],
    ],
  ]);
});

it('reads links whose text or address holds brackets of its own', () => {
  const { text } = expectedText('as [[1]](#note-1) and [\\[2\\]](https://example.com/a_(b)) and [c](d "e") say');

  expect(words(text)).toEqual(['as', '1', 'and', '2', 'and', 'c', 'say']);
});

it('reads formulas as their signs, and amounts of money as they stand', () => {
  const { text } = expectedText('$$A=\\frac{\\pi r^{2}}{\\Omega}$$ for $5 or \\$6');

  expect(words(text)).toEqual(['a', 'π', 'r', '2', 'ω', 'for', '5', 'or', '6']);
});

it('takes lines of contents for no table', () => {
  const { text, tables } = expectedText(
    '| 1 Scope . . . . . . | 4 |\n|---|---|\n| 2 Terms ....... | 5 |\n| Long | 6 |\n',
  );

  expect(words(text)).toEqual(['1', 'scope', '4', '2', 'terms', '5', 'long', '6']);
  expect(tables).toEqual([]);
});

it('reads cells without signs of headings and emphasis, which Markdown knows at the start of lines alone', () => {
  const { text, tables } = expectedText('| - [x] Tea - Milk | ## Head *bold* 2 * 3 | # 4 |\n|---|---|---|\n');

  expect(tables.flat().map((row) => row.map((cell) => cell.replace(/\s+/g, ' ')))).toEqual([
    ['- Tea - Milk', 'Head bold 2 * 3', '# 4'],
  ]);
  expect(words(text)).toEqual(['tea', 'milk', 'head', 'bold', '2', '3', '4']);
  expect(tableCells(tables, [[['• Tea • Milk', 'Head bold 2 * 3', '# 4']]])).toBe(1);
  expect(tableCells([[['-']]], [[['']]])).toBe(0);
});
