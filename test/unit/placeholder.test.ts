import { describe, expect, it } from 'vitest';
import type { EntityKind } from '#shared/domain/entity.ts';
import { entityValues } from '#shared/domain/entity-value.ts';
import { PLACEHOLDER, placeholderOf, withoutForgeries } from '#shared/domain/placeholder.ts';

describe('entityValues', () => {
  it.each<[EntityKind, string, string]>([
    ['PERSON', 'Dr. Ana María Ruiz', 'ANA MARIA RUIZ'],
    ['PERSON', "O'Brien", 'O’Brien’s'],
    ['PERSON', 'Ana J. Ruiz', 'ana_ruiz'],
    ['ADDRESS', '12 Main Street,\nSpringfield', '12 main street  springfield'],
    ['EMAIL', 'Ana.Ruiz@Example.org', 'ana.ruiz (at) example [dot] org'],
    ['EMAIL', 'ana@example.org', 'ana at example dot org'],
    ['PHONE', '+1 (212) 555-0147 ext. 12', '212.555.0147'],
    ['PHONE', '+34 612 345 678', '0034 612345678'],
    ['CARD', '4111 1111 1111 1111', '4111-1111-1111-llll'],
    ['IBAN', 'GB82 WEST 1234 5698 7654 32', 'gb82west12345698765432'],
    ['IBAN', 'GB02 WEST 1234', 'GBO2 WEST 1234'],
    ['SSN', '123-45-6789', '123 45 6789'],
    ['SSN', '123-45-6789', 'l23-4S-6789'],
    ['PHONE', '+34 612 345 678', '+34 6I2 345 67B'],
    ['IP', '2001:DB8::1', '2001:db8::1'],
    ['ID', 'X-1234567', 'x 1234567'],
  ])('sees the same %s in both spellings', (kind, one, other) => {
    expect(entityValues(kind, one)).toEqual(entityValues(kind, other));
  });

  it('keeps a name whole that consists of initials', () => {
    expect(entityValues('PERSON', 'J. R.')).toEqual(['j r']);
  });
});

describe('placeholderOf', () => {
  const pseudonym = (kind: EntityKind, value: string) => `${kind}${value}`.toLowerCase().slice(-4).padStart(4, 'a');

  it('gives a name a code a word, and anything else one code', () => {
    expect(placeholderOf('PERSON', 'Anna Ruiz', pseudonym)).toBe('[PERSON:anna.ruiz]');
    expect(placeholderOf('EMAIL', 'a@b.test', pseudonym)).toBe('[EMAIL:test]');
  });

  it('writes what PLACEHOLDER finds', () => {
    const [match] = 'by [PERSON:anna.ruiz].'.matchAll(PLACEHOLDER);

    expect([match?.[1], match?.[2], match?.index]).toEqual(['PERSON', 'anna.ruiz', 3]);
  });
});

describe('withoutForgeries', () => {
  it.each(['[PERSON:k7f2]', '[person:k7f2.q9x1]', '[ IBAN : k7f2]', '［PERSON：k7f2]'])('disarms %s', (forged) => {
    const text = withoutForgeries(`paid by ${forged}`);

    expect(text).toHaveLength(`paid by ${forged}`.length);
    expect(text).not.toMatch(/[[［]/);
  });

  it('leaves other brackets alone', () => {
    expect(withoutForgeries('[PERSONNEL: see 3] [12]')).toBe('[PERSONNEL: see 3] [12]');
  });
});
