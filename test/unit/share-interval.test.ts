import { expect, it } from 'vitest';
import { shareInterval } from '#shared/domain/share-interval.ts';

it('gives the interval that Wilson’s formula has for a share', () => {
  const { value, low, high } = shareInterval(5, 10);

  expect([value, low, high].map((figure) => figure.toFixed(3))).toEqual(['0.500', '0.237', '0.763']);
});

it('says how little a zero of few cases proves', () => {
  expect(shareInterval(0, 10)).toMatchObject({ value: 0, low: 0 });
  expect(shareInterval(0, 10).high).toBeGreaterThan(0.2);
  expect(shareInterval(0, 4_000).high).toBeLessThan(0.001);
});
