import { expect, it } from 'vitest';
import { longestSeconds, secondsLeft } from '#shared/adapters/portable/extraction/reading-deadline.ts';

it.each([
  ['has its deadline before it has begun', { worked: 0, waited: 0 }, 10],
  ['loses what its thread worked, not what it waited for', { worked: 2, waited: 20 }, 8],
  ['has run out of time once its thread worked for as long', { worked: 10, waited: 11 }, 0],
  ['has no more left than three times its deadline by the clock', { worked: 1, waited: 28 }, 2],
  ['has run out of time then, however little was worked', { worked: 0, waited: 31 }, 0],
  ['goes by the clock where nobody knows what was worked', { worked: undefined, waited: 4 }, 6],
  ['has run out of time there at its deadline', { worked: undefined, waited: 12 }, 0],
])('a document with ten seconds %s', (_what, time, left) => {
  expect(secondsLeft(time, 10)).toBe(left);
});

it.each([
  ['small', 10, 30],
  ['large', 66, 120],
  ['largest', 120, 120],
  ['scanned', 600, 600],
])('a %s document of %i seconds is waited for at most %i by the clock', (_what, deadline, longest) => {
  expect(longestSeconds(deadline)).toBe(longest);
});
