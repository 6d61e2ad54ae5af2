import { expect, it } from 'vitest';
import { cellBorders, sentenceBorders } from '#shared/domain/chunking-borders.ts';
import { cutsOf } from '#shared/domain/chunking-cuts.ts';

const cut = (text: string, borders: readonly number[]) =>
  [...borders, text.length].map((end, at) => text.slice(borders[at - 1] ?? 0, end).trim());

it.each([
  ['It rose. It fell!  Why? Nobody knows.', ['It rose.', 'It fell!', 'Why?', 'Nobody knows.']],
  ['Dr. Smith of Acme Inc. met J. Doe. They agreed.', ['Dr. Smith of Acme Inc. met J. Doe.', 'They agreed.']],
  [
    'Some, e.g. Ana, left the U.S. in 1999. Others stayed.',
    ['Some, e.g. Ana, left the U.S. in 1999.', 'Others stayed.'],
  ],
  ['It is approx. half. and so on', ['It is approx. half. and so on']],
  ['Heading\n\nText follows.', ['Heading', 'Text follows.']],
  ['He said "never." She left.', ['He said "never."', 'She left.']],
  ['今日は。明日は！', ['今日は。', '明日は！']],
  ['', ['']],
])('parts %j into sentences', (text, sentences) => {
  expect(cut(text, sentenceBorders(text))).toEqual(sentences);
});

it('finds the borders of cells', () => {
  expect(cut('a | b | c', cellBorders('a | b | c'))).toEqual(['a |', 'b |', 'c']);
});

it('does not halve what is one placeholder', () => {
  const placeholder = { start: 0, end: '[PERSON:k7f2.q3x4]'.length };

  expect(cutsOf('[PERSON:k7f2.q3x4]').halves(placeholder)).toEqual([placeholder]);
});

it('leaves out a part that is white alone', () => {
  const text = 'One.   Two.';

  const parts = cutsOf(text).parts({ start: 0, end: text.length }, () => [4, 7]);

  expect(parts.map(({ start, end }) => text.slice(start, end))).toEqual(['One.', 'Two.']);
});
