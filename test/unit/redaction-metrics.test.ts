import { expect, it } from 'vitest';
import { judgeRedaction } from '#shared/domain/redaction-metrics.ts';

const TEXT = 'Ana Ruiz paid with 4111 1111 1111 1111 on Monday';
const NAME = { kind: 'PERSON', start: 0, end: 8 } as const;
const CARD = { kind: 'CARD', start: 19, end: 38 } as const;
const DAY = { kind: undefined, start: 42, end: 48 } as const;
const gone = (start: number, end: number) => ({ kind: 'PERSON', start, end, placeholder: '[PERSON:x]' }) as const;

it('knows what is gone whole, in part and not at all', () => {
  const { spans } = judgeRedaction(TEXT, [NAME, CARD], [gone(0, 3), gone(19, 38)]);

  expect(spans).toEqual([
    { kind: 'PERSON', isFound: true, isWhole: false, isLeaked: false },
    { kind: 'CARD', isFound: true, isWhole: true, isLeaked: false },
  ]);
});

it.each([
  ['all of it', [], true],
  ['all but four digits', [gone(19, 33)], false],
  ['two groups of four', [gone(19, 28)], true],
])('calls a card leaked of which %s is left', (_what, replacements, isLeaked) => {
  expect(judgeRedaction(TEXT, [CARD], replacements).spans).toMatchObject([{ isLeaked }]);
});

it('judges replacements by whether they touch something labelled, and leaves out what has no kind', () => {
  const { replacements, spans } = judgeRedaction(TEXT, [NAME, DAY], [gone(4, 8), gone(9, 13), gone(42, 48)]);

  expect(replacements).toEqual([
    { kind: 'PERSON', isRight: true },
    { kind: 'PERSON', isRight: false },
  ]);
  expect(spans).toHaveLength(1);
});

it('counts what two overlapping replacements leave once', () => {
  expect(judgeRedaction(TEXT, [NAME], [gone(0, 6), gone(2, 8)]).spans).toMatchObject([{ isWhole: true }]);
});
