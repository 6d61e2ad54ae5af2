import { describe, expect, it } from 'vitest';
import { retryAfterSeconds } from '#shared/domain/retry-after.ts';

const DATE = 'Wed, 21 Oct 2026 07:28:00 GMT';

describe('retryAfterSeconds', () => {
  it.each([
    ['seconds', '20', undefined, 20],
    ['seconds with spaces', ' 7 ', undefined, 7],
    ['a date, counted from the date of the response', 'Wed, 21 Oct 2026 07:28:45 GMT', DATE, 45],
    ['a date that is past', 'Wed, 21 Oct 2026 07:27:00 GMT', DATE, 0],
    ['a date without the date of the response', 'Wed, 21 Oct 2026 07:28:45 GMT', undefined, undefined],
    ['days', '864000', undefined, 3_600],
    ['nonsense', 'soon', DATE, undefined],
    ['nothing', undefined, DATE, undefined],
  ])('reads %s', (_what, retryAfter, date, seconds) => {
    const header = (name: 'retry-after' | 'date') => (name === 'date' ? date : retryAfter);

    expect(retryAfterSeconds(header)).toBe(seconds);
  });
});
