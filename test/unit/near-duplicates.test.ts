import { describe, expect, it } from 'vitest';
import { minHashOf, shinglesOf, similarityOf } from '#shared/domain/min-hash.ts';
import { nearDuplicates } from '#shared/domain/near-duplicates.ts';
import { seededChance } from '../doubles/seeded-chance.ts';

const chance = seededChance(7);
const word = () =>
  `word${Math.floor(chance.fraction() * 4_000).toString(36)}`.replaceAll(/\d/g, (digit) =>
    'abcdefghij'.charAt(Number(digit)),
  );
const TEXT = Array.from({ length: 200 }, word);
const saying = (words: readonly string[]) => words.join(' ');
const changed = (words: readonly string[], ...places: number[]) =>
  words.map((each, at) => (places.includes(at) ? 'other' : each));

describe('MinHash', () => {
  it('estimates the share of shingles that two texts have in common', () => {
    const other = [...TEXT.slice(0, 100), ...Array.from({ length: 100 }, word)];
    const [a, b] = [shinglesOf(saying(TEXT)), shinglesOf(saying(other))];
    const common = [...a].filter((shingle) => b.has(shingle)).length;
    const exact = common / (a.size + b.size - common);

    const estimate = similarityOf(minHashOf(a), minHashOf(b));

    // Four standard deviations of 128 permutations.
    expect(Math.abs(estimate - exact)).toBeLessThan(4 * Math.sqrt((exact * (1 - exact)) / 128));
  });

  it('is one for texts that differ in signs and capitals, and the same in every process', () => {
    const hash = minHashOf(shinglesOf('The lease runs until May.'));

    expect(similarityOf(hash, minHashOf(shinglesOf('THE LEASE: runs until May')))).toBe(1);
    expect([...hash.slice(0, 3)]).toEqual(FIRST_VALUES);
  });

  it('takes a text of fewer words than a shingle for one', () => {
    expect([...shinglesOf('Annual report')]).toEqual(['annual report']);
    expect([...shinglesOf('')]).toEqual(['']);
  });
});

/** As they were when signatures were first made. */
const FIRST_VALUES = [474_120_502, 84_402_319, 2_008_128_416];

describe('near-duplicates', () => {
  it('are texts that differ in a word or two of two hundred', () => {
    const found = nearDuplicates();

    expect(found.original('a', saying(TEXT))).toBeUndefined();
    expect(found.original('b', saying(changed(TEXT, 100)))).toBe('a');
    expect(found.original('c', saying(TEXT))).toBe('a');
  });

  it('are not texts that differ in a sentence', () => {
    const found = nearDuplicates();
    found.original('a', saying(TEXT));

    expect(found.original('b', saying([...TEXT.slice(0, 170), ...Array.from({ length: 30 }, word)]))).toBeUndefined();
    expect(found.original('c', saying(TEXT.slice(0, 150)))).toBeUndefined();
  });

  it.each([
    ['amount', '1,200', '1,300'],
    ['year', '2025', '2026'],
    ['date', '2026-01-31', '2026-02-28'],
    ['name', 'and is led by Ana Ruiz', 'and is led by Ben Cole'],
    ['negation', 'and bicycles are permitted', 'and bicycles are not permitted'],
  ])('are not texts that differ in nothing but their %s', (_what, before, after) => {
    const found = nearDuplicates();
    found.original('a', saying([...TEXT, before]));

    expect(found.original('b', saying([...TEXT, after]))).toBeUndefined();
    expect(found.original('c', saying([...TEXT, before]))).toBe('a');
  });

  it('are texts of which one names somebody besides', () => {
    const found = nearDuplicates();
    found.original('a', saying([...TEXT, 'and so on']));

    expect(found.original('b', saying([...TEXT, 'and so does Ana Ruiz']))).toBe('a');
  });
});
