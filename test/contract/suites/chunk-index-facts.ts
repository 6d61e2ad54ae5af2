import { expect, it } from 'vitest';
import { type DocumentMetadata, keptMetadata } from '#shared/domain/document-metadata.ts';
import { conditionsOf } from '#shared/domain/fact-conditions.ts';
import { shortHash } from '#shared/domain/identity.ts';
import type { SearchFilter } from '#shared/domain/search-filter.ts';
import { factKeysOf, type VersionFacts } from '#shared/domain/version-facts.ts';
import { indexedChunk } from '../../doubles/indexed-chunks.ts';
import { ACCESS, foundBy, type Prepare, SCOPE } from './chunk-index-search.ts';

const digest = (field: string, text: string) => shortHash([field, text], 24);

function factsOf(metadata: DocumentMetadata, version: VersionFacts) {
  return factKeysOf({ ...version, metadata: keptMetadata(metadata, digest).keys });
}

/** What is asked, and what everybody in the tenant finds by it. */
const FILTERED: readonly [what: string, filter: SearchFilter, expected: string[]][] = [
  ['meets no filter at all', {}, ['alpha contract', 'alpha plain', 'alpha report']],
  ['is of a type', { type: ['report'] }, ['alpha report']],
  ['is of any of two types', { type: ['report', 'contract'] }, ['alpha contract', 'alpha report']],
  ['is of a language', { language: ['de'] }, ['alpha contract']],
  ['was written since a day', { date: { gte: '2026-01-01' } }, ['alpha contract']],
  [
    'was written up to a day, its last hour included',
    { date: { lte: '2026-01-31' } },
    ['alpha contract', 'alpha report'],
  ],
  ['was written before a day', { date: { lt: '2026-01-31' } }, ['alpha report']],
  ['has text for metadata, however it is written', { meta: { team: ['hr '] } }, ['alpha report']],
  ['has a number for metadata', { meta: { year: [2025] } }, ['alpha report']],
  ['has a number within bounds', { meta: { year: { gt: -4, lt: 0 } } }, ['alpha contract']],
  ['has any number', { meta: { year: { gt: -1_000_000 } } }, ['alpha contract', 'alpha report']],
  [
    'meets all of it',
    { type: ['report'], language: ['en'], meta: { team: ['HR'], year: { gte: 2025 } } },
    ['alpha report'],
  ],
  ['meets all but one of it', { type: ['report'], language: ['de'] }, []],
  ['has metadata of an unknown name', { meta: { elsewhere: ['hr'] } }, []],
  ['has a value that looks like a query', { type: ["report' OR '1'='1"] }, []],
];

/** By which facts a document is found: each holds on both sides of a search, and none lets anybody see more. */
export function describeFacts(prepared: Prepare): void {
  it.each(FILTERED)('finds on both sides what %s', async (_what, filter, expected) => {
    const index = await withFacts();
    const conditions = conditionsOf(filter, digest);

    expect(await foundBy(index, { ...SCOPE, conditions })).toEqual({ lexical: expected, vector: expected });
  });

  it('finds nothing more by a filter than without, whoever asks and in whatever collection', async () => {
    const index = await withFacts();

    for (const [, filter, expected] of FILTERED) {
      const conditions = conditionsOf(filter, digest);
      for (const narrowed of [{ principals: ['group:board'] }, { principals: [] }, { tenantId: 'globex' }]) {
        const scope = { ...SCOPE, ...narrowed };
        const [allowed, found] = [await foundBy(index, scope), await foundBy(index, { ...scope, conditions })];
        expect(allowed.lexical).toEqual(expect.arrayContaining(found.lexical));
        expect(allowed.vector).toEqual(expect.arrayContaining(found.vector));
      }
      const inReports = await foundBy(index, { ...SCOPE, conditions, collections: ['reports'] });
      expect(inReports.lexical).toEqual(expected.filter((text) => text === 'alpha report'));
    }
  });

  it('changes by which facts a document is found at once, and leaves its chunks alone', async () => {
    const index = await withFacts();
    const before = await index.documentChunks('acme', 'report');
    const french = conditionsOf({ language: ['fr'] }, digest);

    await index.setAccess({ ...ACCESS, documentId: 'report', facts: ['language=t:fr'] });

    const found = await foundBy(index, { ...SCOPE, conditions: french });
    expect(found).toEqual({ lexical: ['alpha report'], vector: ['alpha report'] });
    const report = conditionsOf({ type: ['report'] }, digest);
    expect(await foundBy(index, { ...SCOPE, conditions: report })).toEqual({ lexical: [], vector: [] });
    expect(await index.documentChunks('acme', 'report')).toEqual(before);
  });

  /** Three documents that everybody may read, one that the board may, one of another tenant, one without facts. */
  async function withFacts() {
    const index = await prepared();
    const everyone = ['everyone-in-tenant'];
    const report = { documentClass: 'report', language: 'en', date: '2025-06-30T12:00:00.000Z' };
    const documents = [
      { ...ACCESS, documentId: 'report', collection: 'reports', facts: factsOf({ team: 'HR', year: '2025' }, report) },
      {
        ...{ ...ACCESS, documentId: 'contract' },
        facts: factsOf(
          { team: 'Legal', year: '-3.5' },
          { documentClass: 'contract', language: 'de', date: '2026-01-31T23:00:00.000Z' },
        ),
      },
      {
        ...ACCESS,
        documentId: 'minutes',
        access: ['group:board'],
        facts: factsOf({ team: 'HR', year: '2025' }, report),
      },
      {
        ...ACCESS,
        tenantId: 'globex',
        documentId: 'foreign',
        access: everyone,
        facts: factsOf({ team: 'HR' }, report),
      },
      { ...ACCESS, documentId: 'plain' },
    ];
    for (const document of documents) {
      const { documentId, tenantId } = document;
      await index.write([indexedChunk(`alpha ${documentId}`, { documentId, tenantId })], document);
    }
    return index;
  }
}
