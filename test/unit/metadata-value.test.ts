import { describe, expect, it } from 'vitest';
import { dateValueOf, metadataValueOf } from '#shared/domain/metadata-value.ts';

describe('metadataValueOf', () => {
  it.each([
    ['2026', { kind: 'number', number: 2026 }],
    [' -3.50 ', { kind: 'number', number: -3.5 }],
    [7, { kind: 'number', number: 7 }],
    ['Human  Resources', { kind: 'text', text: 'human resources' }],
    ['Ｒ＆Ｄ', { kind: 'text', text: 'r&d' }],
    ['text:12345', { kind: 'text', text: '12345' }],
    ['007', { kind: 'text', text: '007' }],
    ['4111111111111111', { kind: 'text', text: '4111111111111111' }],
    ['2026-02-30', { kind: 'text', text: '2026-02-30' }],
    ['2026-01-31T25:00:00Z', { kind: 'text', text: '2026-01-31t25:00:00z' }],
    ['1e5', { kind: 'text', text: '1e5' }],
  ])('takes %j for what it looks like', (value, expected) => {
    expect(metadataValueOf(value)).toEqual(expected);
  });

  it('takes a day from its first to its last millisecond, and a moment for itself', () => {
    expect(metadataValueOf('2026-01-31')).toEqual({
      kind: 'date',
      from: '2026-01-31T00:00:00.000Z',
      to: '2026-01-31T23:59:59.999Z',
    });
    expect(dateValueOf('2026-01-31T12:30:00Z')).toEqual({
      kind: 'date',
      from: '2026-01-31T12:30:00.000Z',
      to: '2026-01-31T12:30:00.000Z',
    });
  });
});
