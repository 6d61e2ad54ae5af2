import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explainSearch } from '#infra/local/explain-search.ts';
import { requestJson } from '#infra/local/request-json.ts';
import type { AnswerResponse, SearchResponse } from '#shared/contracts/api.ts';
import type { Caller } from '#shared/domain/access.ts';
import type { Receipt } from '#shared/domain/receipt.ts';
import type { SearchFilter } from '#shared/domain/search-filter.ts';
import { type IngestStack, ingestStack } from '../doubles/ingest-stack.ts';

const home = mkdtempSync(path.join(tmpdir(), 'affidavit-filters-'));
const BEN: Caller = { tenantId: 'acme', user: 'ben', groups: [] };
const EVA: Caller = { ...BEN, user: 'eva', groups: ['board'] };
let ingest: IngestStack;

beforeAll(async () => {
  ingest = await ingestStack(home);
  const rule = { tenantId: 'acme', access: ['everyone-in-tenant'], policy: 'strict' } as const;
  for (const collection of ['handbook', 'leases']) {
    await ingest.stack.ports.ledger.writeCollection({ ...rule, collection });
  }
  const lease = { owner: 'Ana Ruiz', year: '2025', date: '2025-03-01' };
  await ingest.put('acme/leases/hall.txt', 'The monthly rent of the hall is 51,000 euros.', undefined, lease);
  await ingest.put('acme/leases/shed.txt', 'The monthly rent of the shed is 900 euros.', undefined, {
    ...{ owner: 'Ben Okafor', year: '2026', date: '2026-03-01' },
  });
  await ingest.put('acme/leases/tower.txt', 'The monthly rent of the tower is 70,000 euros.', 'group:board', lease);
  await ingest.put('acme/handbook/plain.txt', 'Whoever wants to rent a hall asks the office.');
});
afterAll(async () => {
  await ingest.stack.close();
  rmSync(home, { recursive: true, force: true });
});

async function found(filter: SearchFilter | undefined, caller = BEN, query = 'monthly rent'): Promise<string[]> {
  const body = { query, ...(filter && { filter }) };
  const { passages } = await requestJson<SearchResponse>(ingest.stack, caller, 'POST', '/v1/search', body);
  return passages.map(({ text }) => /hall is|shed|tower|office/.exec(text)?.[0] ?? '').sort();
}

describe('a search by a filter', () => {
  it.each<[string, SearchFilter, string[]]>([
    ['its collection', { collection: ['leases'] }, ['hall is', 'shed']],
    ['a number', { meta: { year: { gte: 2026 } } }, ['shed']],
    ['the text of its metadata', { meta: { owner: ['ana ruiz'] } }, ['hall is']],
    ['the date that its metadata names', { date: { lt: '2026-01-01' } }, ['hall is']],
    ['the time at which it was written, where none is named', { date: { gt: '2026-04-01' } }, ['office']],
    ['its language', { language: ['en'], collection: ['handbook'] }, ['office']],
    ['what nothing meets', { type: ['nothing'] }, []],
  ])('finds documents by %s', async (_what, filter, expected) => {
    expect(await found(filter)).toEqual(expected);
  });

  it('lets nobody find what they may not read', async () => {
    const filter = { meta: { owner: ['Ana Ruiz'] } };

    expect(await found(filter, BEN)).toEqual(['hall is']);
    expect(await found(filter, EVA)).toEqual(['hall is', 'tower']);
  });

  it('never finds more than a search without it', async () => {
    const value = fc.constantFrom('ana ruiz', 'Ben Okafor', '2025', '2026', '2025-03-01', 'en', 'leases', 'report');
    const values = fc.uniqueArray(value, { minLength: 1, maxLength: 3 });
    const date = fc.constantFrom('2025-03-01', '2026-01-01', '2026-03-01T00:00:00Z');
    const filter = fc.record(
      {
        collection: values,
        type: values,
        language: values,
        date: fc.oneof(fc.record({ gte: date }), fc.record({ gt: date, lte: date })),
        meta: fc.dictionary(fc.constantFrom('owner', 'year', 'date', 'none'), values, { maxKeys: 3 }),
      },
      { requiredKeys: [] },
    );
    const allowed = { ben: new Set(await found(undefined, BEN)), eva: new Set(await found(undefined, EVA)) };

    await fc.assert(
      fc.asyncProperty(filter, async (narrowed) => {
        expect([...new Set(await found(narrowed, BEN))].filter((text) => !allowed.ben.has(text))).toEqual([]);
        expect([...new Set(await found(narrowed, EVA))].filter((text) => !allowed.eva.has(text))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('takes no word of the question for a filter', async () => {
    expect(await found(undefined, BEN, 'monthly rent and meta.year>=2026 and collection=handbook')).toEqual(
      await found(undefined, BEN),
    );
  });

  it('is refused with the fields that there are when it names another, and repeats none of it', async () => {
    const body = { query: 'rent', filter: { author: ['Ana Ruiz'], meta: { 'Ana Ruiz': ['x'] } } };

    const asked = requestJson(ingest.stack, BEN, 'POST', '/v1/search', body);

    await expect(asked).rejects.toMatchObject({ name: 'InputInvalid' });
    await expect(asked).rejects.toThrow(/collection, type, language, date, meta\.<name>/);
    await expect(asked).rejects.not.toThrow(/Ruiz/);
  });

  it('holds on the ledger where the index is behind it', async () => {
    const { index } = ingest.stack.ports;
    const record = await ingest.record('acme/leases/shed.txt');
    await index.setAccess({ ...record, facts: ['language=t:fr', 'meta.year=n:c09fa40000000000'] });

    expect(await found({ language: ['fr'] })).toEqual([]);
    const explained = await explainSearch(
      { caller: BEN, query: 'monthly rent', filter: { language: ['fr'] }, limit: 5 },
      ingest.stack.ports,
    );
    expect(explained.candidates.map(({ fate }) => fate)).toEqual(['filtered']);
    expect(explained.stages).toMatchObject({ filtered: 1, shown: 0 });
    await index.setAccess({ ...record, facts: record.live?.metadata });
  });
});

describe('metadata', () => {
  it('takes effect with the same bytes and without embedding', async () => {
    const embedded = ingest.embedded();

    await ingest.put('acme/handbook/plain.txt', 'Whoever wants to rent a hall asks the office.', undefined, {
      year: '1999',
    });

    expect(await found({ meta: { year: [1999] } })).toEqual(['office']);
    expect(ingest.embedded()).toBe(embedded);
  });

  it('stays that of the live version until the next one is published, and when that fails', async () => {
    await ingest.put('acme/leases/barn.txt', 'The monthly rent of the barn office is 12 euros.', undefined, {
      year: '2001',
    });

    const failed = await ingest.put('acme/leases/barn.txt', '   ', undefined, { year: '2002' });

    expect(failed).toMatchObject({ status: 'rejected', failure: { name: 'DocumentEmpty' } });
    expect(await found({ meta: { year: [2001] } })).toEqual(['office']);
    expect(await found({ meta: { year: [2002] } })).toEqual([]);
  });

  it('that cannot be kept rejects its document and says why', async () => {
    const record = await ingest.put('acme/leases/bad.txt', 'Some text.', undefined, { date: 'yesterday' });

    expect(record).toMatchObject({ status: 'rejected', failure: { name: 'MetadataInvalid' } });
  });

  it('leaves its text in the store of documents alone', async () => {
    const receipt = await askAbout({ meta: { owner: ['Ana Ruiz'] } });
    ingest.stack.ports.checkpoint();

    const files = readdirSync(home, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const holding = files
      .map((entry) => path.join(entry.parentPath, entry.name))
      .filter((file) => /ana ruiz/i.test(readFileSync(file, 'latin1')))
      .map((file) => path.relative(home, file));
    expect(holding.filter((file) => !file.startsWith('documents/'))).toEqual([]);
    expect(JSON.stringify(receipt)).not.toMatch(/ruiz/i);
    expect(receipt.filters?.conditions).toEqual([
      { field: 'meta.owner', keys: [expect.stringMatching(/^meta\.owner=t:[\w-]{24}$/)], spans: [] },
    ]);
  });
});

async function askAbout(filter: SearchFilter): Promise<Receipt> {
  const body = { question: 'What is the monthly rent of the hall?', filter };
  const { answerId } = await requestJson<AnswerResponse>(ingest.stack, BEN, 'POST', '/v1/answers', body);
  return requestJson<Receipt>(ingest.stack, BEN, 'GET', `/v1/answers/${answerId}`);
}
