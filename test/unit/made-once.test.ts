import { expect, it } from 'vitest';
import { madeOnce } from '#shared/domain/made-once.ts';

it('is made at the first need, once, and not before', () => {
  let times = 0;
  const table = madeOnce(() => {
    times += 1;
    return ['row'];
  });
  const before = times;

  const [first, second] = [table(), table()];

  expect(before).toBe(0);
  expect(first).toBe(second);
  expect(times).toBe(1);
});

it('that is nothing is not made again', () => {
  let times = 0;
  const nothing = madeOnce(() => {
    times += 1;
  });

  nothing();
  nothing();

  expect(times).toBe(1);
});
