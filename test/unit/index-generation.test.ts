import { describe, expect, it } from 'vitest';
import {
  compareAttempts,
  evenSample,
  findsAsMuch,
  INDEX_VERSION,
  type IndexGeneration,
  reindexReasons,
} from '#shared/domain/index-generation.ts';
import { FINGERPRINT } from '../doubles/indexed-chunks.ts';

const OTHER = { ...FINGERPRINT, probe: 'other' };
const generation = (number: number, changes: Partial<IndexGeneration> = {}): IndexGeneration => ({
  ...{ number, state: 'serving', fingerprint: FINGERPRINT, version: INDEX_VERSION },
  ...changes,
});

describe('generations of an index', () => {
  it('are built anew for another embedder or another version, and else for no reason', () => {
    const older = generation(1, { version: INDEX_VERSION - 1 });

    expect(reindexReasons(generation(1), FINGERPRINT)).toEqual([]);
    expect(reindexReasons(generation(1), OTHER)).toEqual(['embedder']);
    expect(reindexReasons(older, FINGERPRINT)).toEqual(['version']);
  });

  it.each([
    [{ lexical: 1, vector: 1 }, { lexical: 1, vector: 1 }, true],
    [{ lexical: 0.5, vector: 0.9 }, { lexical: 0.8, vector: 0.895 }, true],
    [{ lexical: 1, vector: 1 }, { lexical: 0.98, vector: 1 }, false],
    [{ lexical: 1, vector: 1 }, { lexical: 1, vector: 0.98 }, false],
  ])('with recall %o before and %o after: as good is %s', (before, after, expected) => {
    expect(findsAsMuch(before, after)).toBe(expected);
  });

  it('are sampled evenly from end to end', () => {
    expect(evenSample(10, 5)).toEqual([0, 2, 4, 6, 8]);
    expect(evenSample(3, 5)).toEqual([0, 1, 2]);
    expect(evenSample(0, 5)).toEqual([]);
  });
});

describe('attempts', () => {
  const attempt = { tenantId: 'b', documentId: 'b', versionId: 'b', attempt: 2 };

  it.each([
    [{}, 0],
    [{ tenantId: 'a', documentId: 'c' }, 1],
    [{ documentId: 'c', versionId: 'a' }, -1],
    [{ versionId: 'a', attempt: 3 }, 1],
    [{ attempt: 10 }, -1],
  ])('are ordered by tenant, document, version and number: against %o', (changes, expected) => {
    expect(Math.sign(compareAttempts(attempt, { ...attempt, ...changes }))).toBe(expected);
  });
});
