import { expect, it } from 'vitest';
import { meteredCost } from '#shared/domain/metered-cost.ts';
import {
  comprehendUnits,
  comprehendUse,
  groundingBound,
  guardrailBound,
  guardrailUses,
} from '#shared/domain/text-units.ts';

it.each([
  [1, 3],
  [300, 3],
  [301, 4],
  [100_000, 1_000],
])('a request of Comprehend with %d characters is %d units: of a hundred, three at least', (characters, units) => {
  expect(comprehendUnits(characters)).toBe(units);
});

it('looking for personal data is paid by the request, in characters and not in code units', () => {
  const use = comprehendUse(['😀'.repeat(400), 'x']);

  expect(use).toEqual({ model: 'comprehend-pii', calls: 4 + 3, inputTokens: 0, outputTokens: 0 });
  expect(meteredCost([use])).toMatchObject({ dollars: expect.closeTo(0.0007, 12), uses: [{ basis: 'list-price' }] });
});

it('a guardrail is paid by the filters that looked, a thousand characters at a time', () => {
  const uses = guardrailUses({ content: 2, topics: 0, pii: 2 });

  expect(uses.map(({ model, calls }) => [model, calls])).toEqual([
    ['guardrail-content', 2],
    ['guardrail-pii', 2],
  ]);
  expect(meteredCost(uses).dollars).toBeCloseTo((2 * 0.15 + 2 * 0.1) / 1_000, 12);
});

it('may look by all of its filters, for whoever asks does not know which it has', () => {
  const bound = guardrailBound('x'.repeat(1_001));

  expect(bound.map(({ calls, isBound }) => [calls, isBound])).toEqual([
    [2, true],
    [2, true],
    [2, true],
  ]);
  expect(guardrailBound('')).toEqual([]);
});

it('reads question, claim and quote to say how well one carries another', () => {
  const bound = groundingBound('q'.repeat(400), { text: 't'.repeat(400), quote: 'x'.repeat(400) });

  expect(bound.find(({ model }) => model === 'guardrail-grounding')).toMatchObject({ calls: 2, isBound: true });
});
