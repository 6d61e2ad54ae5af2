import fc from 'fast-check';
import { expect, it } from 'vitest';
import { wordDifferences } from '#shared/domain/word-difference.ts';

it.each([
  ['nothing where only capitals and signs differ', 'The lease ends.', 'the Lease: ends', []],
  ['what stands for what, and what is before it', 'It ends in May', 'It ends in June', [[['May'], ['June'], 3]]],
  ['what only one of them has', 'It ends', 'It never ends', [[[], ['never'], 1]]],
  [
    'each of several',
    'Ana has 12 keys',
    'Ben has 14 keys',
    [
      [['Ana'], ['Ben'], 0],
      [['12'], ['14'], 2],
    ],
  ],
  ['words with what holds them together', 'a PDP-11 of 1.5 kg', 'a PDP-14 of 1.5 kg', [[['PDP-11'], ['PDP-14'], 1]]],
  [
    'placeholders as one word',
    '[PERSON:a2b3.c4d5] left',
    '[PERSON:e6f7] left',
    [[['[PERSON:a2b3.c4d5]'], ['[PERSON:e6f7]'], 0]],
  ],
  ['all of a text where the other is empty', 'It ends', '', [[['It', 'ends'], [], 0]]],
] as const)('tells %s', (_what, one, other, expected) => {
  const found = wordDifferences(one, other).map((each) => [each.one, each.other, each.before.length]);

  expect(found).toEqual(expected);
});

it('leaves both texts the same once what differs is taken out, however they differ', () => {
  const words = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 });
  fc.assert(
    fc.property(words, words, (one, other) => {
      const differences = wordDifferences(one.join(' '), other.join(' '));
      const [own, theirs] = [differences.flatMap((each) => each.one), differences.flatMap((each) => each.other)];

      // As many words are left of the one as of the other, and never fewer than stand in one place in both.
      expect(one.length - own.length).toBe(other.length - theirs.length);
      const inPlace = one.filter((word, at) => other[at] === word).length;
      expect(one.length - own.length).toBeGreaterThanOrEqual(inPlace);
    }),
    { numRuns: 200 },
  );
});
