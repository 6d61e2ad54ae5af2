import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  EVERYONE,
  intersectAccess,
  isSameAccess,
  mayRead,
  narrowAccess,
  parsePrincipals,
} from '#shared/domain/access.ts';

const principals = fc.constantFrom(EVERYONE, 'group:finance', 'group:legal', 'user:ana', 'user:ben');
const lists = fc.uniqueArray(principals, { minLength: 1 });
const callers = fc.record({
  tenantId: fc.constant('acme'),
  user: fc.constantFrom('ana', 'ben', 'eve'),
  groups: fc.uniqueArray(fc.constantFrom('finance', 'legal')),
});

describe('mayRead', () => {
  it('denies everybody when the list is empty', () => {
    expect(mayRead({ tenantId: 'acme', user: 'ana', groups: ['finance'] }, 'acme', [])).toBe(false);
  });

  it('denies callers of another tenant whatever the list says', () => {
    expect(mayRead({ tenantId: 'globex', user: 'ana', groups: ['finance'] }, 'acme', [EVERYONE, 'user:ana'])).toBe(
      false,
    );
  });

  it.each([
    ['everyone in the tenant', [EVERYONE], true],
    ['the user', ['user:ana'], true],
    ['one of the groups', ['group:finance'], true],
    ['a user whose name is that of a group', ['user:finance'], false],
    ['somebody else', ['user:ben', 'group:legal'], false],
  ])('decides by %s', (_who, access, expected) => {
    expect(mayRead({ tenantId: 'acme', user: 'ana', groups: ['finance'] }, 'acme', access)).toBe(expected);
  });
});

describe('narrowAccess', () => {
  it('never lets anybody in whom the collection keeps out', () => {
    fc.assert(
      fc.property(lists, lists, callers, (collection, own, caller) => {
        let narrowed: string[] = [];
        try {
          narrowed = narrowAccess(collection, own);
        } catch {
          // Nothing in common: nobody gets in.
        }

        if (mayRead(caller, 'acme', narrowed)) expect(mayRead(caller, 'acme', collection)).toBe(true);
      }),
    );
  });

  it('keeps the access of the collection when the object has none of its own', () => {
    expect(narrowAccess(['group:finance'], undefined)).toEqual(['group:finance']);
  });

  it('refuses a list that names nobody whom the collection lets in', () => {
    expect(() => narrowAccess(['group:finance'], ['group:legal'])).toThrow(
      expect.objectContaining({ name: 'AccessInvalid' }),
    );
  });
});

describe('intersectAccess', () => {
  it('lets in only those whom both lists let in', () => {
    fc.assert(
      fc.property(lists, lists, callers, (a, b, caller) => {
        const both = intersectAccess(a, b);

        if (mayRead(caller, 'acme', both)) {
          expect([mayRead(caller, 'acme', a), mayRead(caller, 'acme', b)]).toEqual([true, true]);
        }
      }),
    );
  });
});

describe('parsePrincipals', () => {
  it('sorts the list and drops doubles, so that equal access is an equal list', () => {
    const one = parsePrincipals('user:ben, group:finance,user:ben');

    expect(one).toEqual(['group:finance', 'user:ben']);
    expect(isSameAccess(one, parsePrincipals('group:finance,user:ben'))).toBe(true);
    expect(isSameAccess(one, ['group:finance'])).toBe(false);
    expect(isSameAccess(one, ['group:finance', 'user:eve'])).toBe(false);
  });

  it.each(['', 'everyone', 'group:', 'role:admin', 'group:a b', 'user:ana,,user:ben', 'group:*'])(
    'refuses %j',
    (list) => {
      expect(() => parsePrincipals(list)).toThrow(expect.objectContaining({ name: 'AccessInvalid' }));
    },
  );
});
