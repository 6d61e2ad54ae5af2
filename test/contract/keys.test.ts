import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { derivedKeys } from '#shared/adapters/portable/derived-keys.ts';
import type { Keys } from '#shared/ports/keys.ts';
import { simpleKeys } from '../doubles/simple-keys.ts';

const MASTER = new Uint8Array(32).fill(7);

const KEYS: Record<string, () => Keys> = {
  'double: simple': simpleKeys,
  'portable: derived': () => derivedKeys(MASTER),
};

describe.each(Object.entries(KEYS))('Keys, %s', (_name, create) => {
  it('gives a value the same pseudonym each time, 4 characters of a-z2-7', () => {
    const [one, other] = [create(), create()];

    fc.assert(
      fc.property(fc.string(), (value) => {
        const pseudonym = one.pseudonym('acme', 'PERSON', value);
        expect(pseudonym).toMatch(/^[a-z2-7]{4}$/);
        expect(other.pseudonym('acme', 'PERSON', value)).toBe(pseudonym);
      }),
    );
  });

  it('gives another tenant, another kind or another value another pseudonym', () => {
    const keys = create();

    const pseudonyms = [
      keys.pseudonym('acme', 'PERSON', 'ruiz'),
      keys.pseudonym('globex', 'PERSON', 'ruiz'),
      keys.pseudonym('acme', 'ID', 'ruiz'),
      keys.pseudonym('acme', 'PERSON', 'okafor'),
    ];
    expect(new Set(pseudonyms).size).toBe(4);
  });

  it('gives a value the same digest each time, and another tenant, kind or value another', () => {
    const [one, other] = [create(), create()];
    const digests = [
      one.digest('acme', 'meta.team', 'hr'),
      one.digest('globex', 'meta.team', 'hr'),
      one.digest('acme', 'meta.owner', 'hr'),
      one.digest('acme', 'meta.team', 'hr2'),
    ];

    expect(new Set(digests).size).toBe(4);
    for (const digest of digests) expect(digest).toMatch(/^[A-Za-z0-9_-]{24}$/);
    expect(other.digest('acme', 'meta.team', 'hr')).toBe(digests[0]);
  });

  it('opens what it sealed, which does not show and differs each time', () => {
    const keys = create();

    fc.assert(
      fc.property(fc.string({ minLength: 4 }), (text) => {
        const sealed = keys.seal('acme', text);
        expect(sealed).toMatch(/^[A-Za-z0-9_-]+$/);
        expect(sealed).not.toBe(keys.seal('acme', text));
        expect(keys.open('acme', sealed)).toBe(text);
      }),
    );
  });

  it.each([
    ['another tenant sealed', (keys: Keys) => keys.seal('globex', 'Ana')],
    ['was changed', (keys: Keys) => changed(keys.seal('acme', 'Ana'))],
    ['nobody sealed', () => 'QUJD'],
    ['is empty', () => ''],
  ])('does not open what %s', (_what, make) => {
    const keys = create();

    expect(() => keys.open('acme', make(keys))).toThrow(expect.objectContaining({ name: 'InputInvalid' }));
  });
});

it('derives other keys from another master key, and none from a short one', () => {
  const other = derivedKeys(new Uint8Array(32).fill(8));

  expect(other.pseudonym('acme', 'PERSON', 'ruiz')).not.toBe(derivedKeys(MASTER).pseudonym('acme', 'PERSON', 'ruiz'));
  expect(() => other.open('acme', derivedKeys(MASTER).seal('acme', 'Ana'))).toThrow();
  expect(() => derivedKeys(new Uint8Array(16))).toThrow(RangeError);
});

/** Another first letter, whatever it was. */
function changed(sealed: string): string {
  return `${sealed.startsWith('A') ? 'B' : 'A'}${sealed.slice(1)}`;
}
