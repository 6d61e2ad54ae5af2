import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  chunkIdOf,
  documentIdOf,
  executionNameOf,
  objectKeyOf,
  parseObjectKey,
  shortHash,
} from '#shared/domain/identity.ts';

const run = { tenantId: 'acme', documentId: 'd'.repeat(32), versionId: 'v1', attempt: 1 };

describe('parseObjectKey', () => {
  it('reads tenant, collection and path, and writes them back', () => {
    const location = parseObjectKey('tenants/acme/finance/2026/report one.pdf');

    expect(location).toEqual({ tenantId: 'acme', collection: 'finance', path: '2026/report one.pdf' });
    expect(objectKeyOf(location)).toBe('tenants/acme/finance/2026/report one.pdf');
  });

  it.each([
    'acme/finance/a.txt',
    'tenants/acme/finance/',
    'tenants/acme/finance',
    'tenants//finance/a.txt',
    'tenants/ACME/finance/a.txt',
    'tenants/acme/fin ance/a.txt',
    'tenants/acme/finance/../people/a.txt',
    'tenants/acme/finance/./a.txt',
    'tenants/acme/finance//a.txt',
    'tenants/acme/finance/a\u0000.txt',
    'tenants/acme/finance/a\\..\\b.txt',
    'tenants/acme/finance/a\nb.txt',
    `tenants/acme/finance/${'ä'.repeat(600)}`,
    '',
  ])('refuses %j', (key) => {
    expect(() => parseObjectKey(key)).toThrow(expect.objectContaining({ name: 'KeyInvalid' }));
  });
});

describe('ids', () => {
  it('give the same document the same id, and another tenant, bucket or key another', () => {
    const id = documentIdOf('acme', 'documents', 'tenants/acme/finance/a.txt');

    expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(documentIdOf('acme', 'documents', 'tenants/acme/finance/a.txt')).toBe(id);
    expect(documentIdOf('acme', 'documents2', 'tenants/acme/finance/a.txt')).not.toBe(id);
  });

  it('never run two parts together', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), (a, b) => {
        expect(shortHash([a, b], 32)).not.toBe(shortHash([a + b], 32));
      }),
    );
  });

  it('tell versions and attempts of a document apart', () => {
    const ids = [run, { ...run, versionId: 'v2' }, { ...run, attempt: 2 }].map((each) => chunkIdOf(each, 0));

    expect(new Set(ids).size).toBe(3);
  });

  it('make execution names that Step Functions takes, one for each attempt', () => {
    expect(executionNameOf(run)).toMatch(/^[A-Za-z0-9_-]{1,80}$/);
    expect(executionNameOf({ ...run, attempt: 2 })).not.toBe(executionNameOf(run));
  });
});
