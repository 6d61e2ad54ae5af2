import { describe, expect, it } from 'vitest';
import { metricMath } from '#shared/domain/metric-math.ts';

const VALUES: Readonly<Record<string, number>> = { a: 6, b: 3, zero: 0 };
const evaluated = (expression: string) => metricMath(expression)((id) => VALUES[id]);

describe('metricMath', () => {
  it.each([
    ['a', 6],
    ['1.5', 1.5],
    ['a + b * 2', 12],
    ['(a + b) * 2', 18],
    ['a - b - 1', 2],
    ['a / b', 2],
    ['a > b', 1],
    ['a < b', 0],
    ['a >= 6', 1],
    ['a <= 5', 0],
    ['a == 6', 1],
    ['a != 6', 0],
    ['a > 5 AND b > 5', 0],
    ['a > 5 && b < 5', 1],
    ['a > 9 OR b < 5', 1],
    ['zero || zero', 0],
    ['a > 5 OR b > 5 AND zero', 1],
    ['IF(a > b, a, b)', 6],
    ['IF(zero, a, b)', 3],
    ['FILL(missing, 7)', 7],
    ['FILL(a, 7)', 6],
  ])('makes of %s: %d', (expression, expected) => {
    expect(evaluated(expression)).toBe(expected);
  });

  it.each(['missing', 'a + missing', 'missing + a', 'IF(missing, 1, 2)', 'a / zero', 'zero / zero'])(
    'makes nothing of %s, for data are missing',
    (expression) => {
      expect(evaluated(expression)).toBeUndefined();
    },
  );

  it('asks for no data of the branch that is not taken', () => {
    expect(evaluated('IF(a > b, a, missing)')).toBe(6);
  });

  it.each(['', 'a +', 'a b', '(a', 'IF(a, b)', 'SUM(a)', 'a ^ b', 'FILL(a; 1)'])('refuses %j', (expression) => {
    expect(() => metricMath(expression)).toThrow('not the metric math that we know');
  });
});
