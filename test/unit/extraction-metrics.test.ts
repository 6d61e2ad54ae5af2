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

  expect(
    tableCells(expected, [
      ['Name', ' Age '],
      ['Bo', '5'],
      ['4', 'Bo'],
    ]),
  ).toBeCloseTo(3 / 6, 12);
  expect(tableCells(expected, expected)).toBe(1);
  expect(tableCells([['']], [])).toBeUndefined();
  expect(tableCells([['a']], [])).toBe(0);
});

it('reads Markdown without what is its own', () => {
  const { text, rows } = expectedText(
    '# A \\_title\\_\n<!-- image -->\n![alt](x.png) [word](http://example.com) **bold** &amp; more\n| a | b\\|c |\n|---|---|\n| 1 | 2 |\n\n| - | :-: |\n',
  );

  expect(comparedWords(text)).toEqual(['a', '_title_', 'word', 'bold', 'more', 'a', 'b', 'c', '1', '2'].flatMap(words));
  expect(rows).toEqual([
    ['a', 'b|c'],
    ['1', '2'],
  ]);
});

it('reads cells without signs of headings and emphasis, which Markdown knows at the start of lines alone', () => {
  const { rows } = expectedText('| - [x] Tea - Milk | ## Head *bold* 2 * 3 | # 4 |\n|---|---|---|\n');

  expect(rows.map((row) => row.map((cell) => cell.replace(/\s+/g, ' ')))).toEqual([
    ['- Tea - Milk', 'Head bold 2 * 3', '# 4'],
  ]);
  expect(tableCells(rows, [['• Tea • Milk', 'Head bold 2 * 3', '# 4']])).toBe(1);
  expect(tableCells([['-']], [['']])).toBe(0);
});
