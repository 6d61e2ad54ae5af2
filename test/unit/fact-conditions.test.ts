import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conditionsOf, unmetConditions } from '#shared/domain/fact-conditions.ts';
import { dateKey, isWithin, spanOf, valueKey } from '#shared/domain/fact-keys.ts';
import type { SearchFilter } from '#shared/domain/search-filter.ts';
import { factKeysOf } from '#shared/domain/version-facts.ts';

const digest = (_field: string, text: string) => `#${text}`;
const numberKey = (number: number) => valueKey('meta.n', { kind: 'number', number }, digest);
const bound = (number: number) => ({ kind: 'number', number }) as const;

const REPORT = factKeysOf({
  documentClass: 'report',
  language: 'de',
  date: '2026-01-31T12:00:00.000Z',
  metadata: [numberKey(5), 'meta.team=t:#hr', dateKey('meta.due', '2026-03-01T00:00:00.000Z')],
});

function meets(filter: SearchFilter, facts: readonly string[] = REPORT): boolean {
  return unmetConditions(facts, conditionsOf(filter, digest)).length === 0;
}

describe('keys of facts', () => {
  it('sort as the numbers do', () => {
    const number = fc.double({ noNaN: true });

    fc.assert(
      fc.property(number, number, (a, b) => {
        expect(numberKey(a) < numberKey(b)).toBe(a < b);
        expect(numberKey(a) === numberKey(b)).toBe(a === b);
      }),
    );
  });

  it('lie within a span exactly where the numbers lie within its bounds', () => {
    const number = fc.integer({ min: -20, max: 20 });

    fc.assert(
      fc.property(number, number, number, (value, low, high) => {
        const within = (bounds: Parameters<typeof spanOf>[2]) =>
          isWithin(numberKey(value), spanOf('meta.n', 'number', bounds));
        expect(within({ gte: bound(low), lte: bound(high) })).toBe(value >= low && value <= high);
        expect(within({ gt: bound(low), lt: bound(high) })).toBe(value > low && value < high);
        expect(within({ gt: bound(low), gte: bound(high) })).toBe(value > low && value >= high);
        expect(within({ lt: bound(low), lte: bound(high) })).toBe(value < low && value <= high);
      }),
    );
  });

  it('are sorted and each there once, whatever is known', () => {
    expect(factKeysOf({})).toEqual([]);
    expect(factKeysOf({ metadata: ['meta.b=t:1', 'meta.a=t:1', 'meta.b=t:1'], language: 'en' })).toEqual([
      'language=t:en',
      'meta.a=t:1',
      'meta.b=t:1',
    ]);
  });
});

describe('a filter', () => {
  it.each<[SearchFilter]>([
    [{}],
    [{ collection: ['elsewhere'] }], // No fact: the scope of a search has it.
    [{ type: ['report'] }],
    [{ type: ['contract', 'report'], language: ['de'] }],
    [{ date: { gte: '2026-01-31' } }],
    [{ date: { lte: '2026-01-31' } }],
    [{ date: { gte: '2026-01-31', lt: '2026-02-01' } }],
    [{ date: { gt: '2026-01-31T11:59:59Z', lte: '2026-01-31T12:00:00Z' } }],
    [{ meta: { n: [5] } }],
    [{ meta: { n: ['5'] } }],
    [{ meta: { n: { gt: 4, lte: 5 } } }],
    [{ meta: { n: { lt: '5.5' } } }],
    [{ meta: { team: ['finance', ' HR '] } }],
    [{ meta: { due: ['2026-03-01'] } }],
    [{ meta: { due: { gt: '2026-02-28' }, n: [5] } }],
  ])('%j lets the report in', (filter) => {
    expect(meets(filter)).toBe(true);
  });

  it.each<[SearchFilter]>([
    [{ type: ['contract'] }],
    [{ type: ['report'], language: ['en'] }],
    [{ date: { gt: '2026-01-31' } }],
    [{ date: { lt: '2026-01-31' } }],
    [{ meta: { n: [6] } }],
    [{ meta: { n: ['text:5'] } }],
    [{ meta: { n: { gt: 5 } } }],
    [{ meta: { n: { gt: '2020-01-01' } } }],
    [{ meta: { n: { gt: 'five' } } }],
    [{ meta: { team: ['finance'] } }],
    [{ meta: { unknown: [5] } }],
  ])('%j does not', (filter) => {
    expect(meets(filter)).toBe(false);
  });

  it('lets nothing in of which nothing is known, unless it asks for nothing', () => {
    expect(meets({ date: { gte: '1000-01-01' } }, [])).toBe(false);
    expect(meets({}, [])).toBe(true);
  });

  it('holds of metadata the digest of text, and never the text', () => {
    const [condition] = conditionsOf({ meta: { owner: ['Ana Ruiz'] } }, () => 'k7f2');

    expect(condition).toEqual({ field: 'meta.owner', keys: ['meta.owner=t:k7f2'], spans: [] });
  });
});

it('takes the narrower of two bounds on one side', () => {
  const bounds = { gte: { kind: 'number', number: 5 }, gt: { kind: 'number', number: 1 } } as const;

  expect(spanOf('meta.n', 'number', bounds)).toEqual(spanOf('meta.n', 'number', { gte: bounds.gte }));
});
