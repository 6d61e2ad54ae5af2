import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { searchFilterSchema } from '#shared/contracts/search-filter.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { parseFilter } from '#shared/domain/filter-text.ts';
import { rangeProblem, type SearchFilter, searchedCollections, UNKNOWN_FIELD } from '#shared/domain/search-filter.ts';

describe('parseFilter', () => {
  it.each<[string, SearchFilter]>([
    ['type=policy', { type: ['policy'] }],
    [
      'type=policy|contract and date>=2026-01-01 and date<2026-07-01',
      { type: ['policy', 'contract'], date: { gte: '2026-01-01', lt: '2026-07-01' } },
    ],
    ['  collection = hr AND language=en ', { collection: ['hr'], language: ['en'] }],
    ['date=2026-01-31', { date: { gte: '2026-01-31', lte: '2026-01-31' } }],
    ['meta.year>2024 and meta.year<=2026', { meta: { year: { gt: '2024', lte: '2026' } } }],
    [
      `meta.team="Human resources"|'R&D and more' and META.year=2026`,
      { meta: { team: ['Human resources', 'R&D and more'], year: ['2026'] } },
    ],
  ])('reads %s', (text, expected) => {
    const filter = parseFilter(text);

    expect(filter).toEqual(expected);
    expect(searchFilterSchema().parse(filter)).toEqual(expected);
  });

  it.each([
    ['author=Ruiz', UNKNOWN_FIELD],
    ['meta.=x', UNKNOWN_FIELD],
    ['meta._x=x', UNKNOWN_FIELD],
    ['', 'a filter reads'],
    ['type', 'a filter reads'],
    ['type=', 'a filter reads'],
    ['type=a b', 'a filter reads'],
    ['type=a or type=b', 'a filter reads'],
    ['type=a and', 'a filter reads'],
    ['type="a', 'a filter reads'],
    ['type>a', 'only dates and metadata have ranges'],
    ['type=a and type=b', 'named twice'],
    ['meta.x=1 and meta.x>0', 'each bound once'],
    ['meta.x>0 and meta.x=1', 'named twice'],
    ['date>2026-01-01 and date>2026-02-01', 'each bound once'],
    ['date>2026-01-01|2026-02-01', 'each bound once'],
    ['date>yesterday', 'a date reads'],
    ['meta.x>high', 'only numbers and dates have ranges'],
    ['meta.x>1 and meta.x<2026-01-01', 'a number and a date'],
    [`type=${'a|'.repeat(20)}a`, 'at most 20'],
    [`type=''`, 'a value has 1 to 256 characters'],
    ['meta.x>""', 'a value has 1 to 256 characters'],
    [`meta.x>${'1'.repeat(257)}`, 'a value has 1 to 256 characters'],
    [Array.from({ length: 17 }, (_, n) => `meta.x${n}=1`).join(' and '), 'at most 16 of metadata'],
  ])('refuses %j, and says which rule it breaks', (text, rule) => {
    expect(() => parseFilter(text)).toThrow(expect.objectContaining({ name: 'InputInvalid' }));
    expect(() => parseFilter(text)).toThrow(rule);
  });

  it('reads or refuses any text, and fails in no other way', () => {
    const part = fc.constantFrom(
      'type',
      'date',
      'meta.x',
      '=',
      '>=',
      '<',
      '|',
      ' and ',
      '"',
      "'",
      '1',
      'a',
      ' ',
      '2026-01-01',
    );

    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        try {
          searchFilterSchema().parse(parseFilter(parts.join('')));
        } catch (error) {
          expect(error).toBeInstanceOf(PipelineFailure);
        }
      }),
      { numRuns: 500 },
    );
  });
});

it('a range without bounds is none', () => {
  expect(rangeProblem({})).toMatch(/gte, gt, lte, lt/);
  expect(rangeProblem({ gte: 1, lt: '2' })).toBeUndefined();
});

it.each([
  [undefined, undefined, undefined],
  [['a'], undefined, ['a']],
  [undefined, ['b'], ['b']],
  [['a', 'b'], ['b', 'c'], ['b']],
  [['a'], ['b'], []],
])('a search by collections %j and a filter for %j is in %j', (collections, collection, expected) => {
  expect(searchedCollections(collections, collection && { collection })).toEqual(expected);
});
