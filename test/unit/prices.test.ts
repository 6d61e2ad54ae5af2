import { describe, expect, it } from 'vitest';
import {
  dollarsFor,
  isPriceName,
  PRICE_LIFE_DAYS,
  PRICES,
  staleSources,
  unverifiedSources,
} from '#shared/domain/prices.ts';

const DAY = 86_400_000;

describe('the price file', () => {
  it.each(Object.entries(PRICES))('says of %s what it costs, where that stands and as of when', (_name, price) => {
    expect(price.dollars).toBeGreaterThan(0);
    expect(price.per).toBeGreaterThan(0);
    expect(price.source).toMatch(/^https:\/\/aws\.amazon\.com\/.+\/$/);
    expect(new Date(price.date).toISOString()).toContain(price.date);
  });

  it('prices a quantity by the line of its name', () => {
    expect(dollarsFor('nova-lite.input', 2_000_000)).toBeCloseTo(0.12, 10);
    expect(dollarsFor('kms.key', 7)).toBe(7);
  });

  it('knows its own names alone', () => {
    expect(isPriceName('kms.key')).toBe(true);
    expect(isPriceName('toString')).toBe(false);
  });

  it('calls no line verified that nobody compared with its source, and names its list once', () => {
    const open = Object.values(PRICES).filter(({ verified }) => !verified);

    const named = unverifiedSources(['nova-lite.input', 'nova-lite.output', 'kms.key']);

    expect(open).toHaveLength(Object.keys(PRICES).length); // Until somebody does: then its list is in `VERIFIED`.
    expect(named).toEqual([PRICES['nova-lite.input'].source, PRICES['kms.key'].source]);
  });

  it('names a list once it is older than it may be, and once however many lines of it are used', () => {
    const { source, date } = PRICES['nova-lite.input'];
    const limit = Date.parse(date) + PRICE_LIFE_DAYS * DAY;

    expect(staleSources(['nova-lite.input', 'nova-lite.output'], limit)).toEqual([]);
    expect(staleSources(['nova-lite.input', 'nova-lite.output'], limit + 1)).toEqual([`${source} (${date})`]);
  });
});
