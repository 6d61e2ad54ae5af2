import { describe, expect, it } from 'vitest';
import { anyCase } from '#shared/adapters/portable/patterns/any-case.ts';

const matches = (pattern: string, text: string) => new RegExp(`^(?:${anyCase(pattern)})$`, 'u').test(text);

describe('anyCase', () => {
  it.each([
    ['patient', 'Patient'],
    ['patient', 'PATIENT'],
    ['prénom', 'PRÉNOM'],
    ['authori[sz]ed by', 'AUTHORIZED BY'],
    ['(?:full|first)?[ -]?name', 'First-Name'],
    ['st\\.?', 'St.'],
    ['(?<!x)name', 'NAME'],
  ])('%s matches %s', (pattern, text) => {
    expect(matches(pattern, text)).toBe(true);
  });

  it('leaves escapes and groups what they were', () => {
    expect(anyCase('\\s(?:a|\\d)')).toBe('\\s(?:[aA]|\\d)');
    expect(matches('\\d', 'D')).toBe(false);
  });
});
