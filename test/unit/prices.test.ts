import { describe, expect, it } from 'vitest';
import {
  dollarsFor,
  isPriceName,
  PRICE_LIFE_DAYS,
  PRICES,
  staleSources,
  uncheckedPrices,
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

  it('claims of no line that its list was opened, and of most that a copy of a known day agrees', () => {
    const of = (checked: string) => Object.values(PRICES).filter((price) => price.checked === checked).length;

    // Until somebody opens a list: then its lines say so, and this counts them.
    expect([of('list'), of('copy') > of('none')]).toEqual([0, true]);
  });

  it('names the prices that were compared with nothing, each once', () => {
    const names = uncheckedPrices(['kms.key', 'nova-lite.input', 'kms.key', 'sqs.requests']);

    expect(names).toEqual(['kms.key', 'sqs.requests']);
  });

  it('names a list once it is older than it may be, and once however many lines of it are used', () => {
    const { source, date } = PRICES['nova-lite.input'];
    const limit = Date.parse(date) + PRICE_LIFE_DAYS * DAY;

    expect(staleSources(['nova-lite.input', 'nova-lite.output'], limit)).toEqual([]);
    expect(staleSources(['nova-lite.input', 'nova-lite.output'], limit + 1)).toEqual([`${source} (${date})`]);
  });
});
