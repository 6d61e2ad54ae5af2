import { readFileSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import { requestJson } from '#infra/local/request-json.ts';
import { openStack, type Stack } from '#infra/local/stack.ts';
import type { AnswerResponse } from '#shared/contracts/api.ts';
import { LocalSettings } from '#shared/contracts/local-settings.ts';
import { documentIdOf } from '#shared/domain/identity.ts';
import type { DocumentType } from '#shared/ports/text-extractor.ts';
import { cachedTemplate } from '../doubles/cached-template.ts';
import { hashedWordsEmbedder } from '../doubles/hashed-words-embedder.ts';
import { listedEntityFinder } from '../doubles/listed-entity-finder.ts';
import { giveMasterKey } from '../doubles/master-key.ts';
import { picturedPage, scannedPages } from '../doubles/scans.ts';
import { SHARED_PARTS } from '../doubles/shared-parts.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';
import { TENANTS_FOLDER } from '../fixtures/samples.ts';

const LEASE = [
  'Lease of the harbour office, signed by Ana Ruiz.',
  'The lease begins on 4 March 2024 and runs for seven years.',
];
const RENT = ['The monthly rent of the harbour office is 4,850 euros.'];
const READER = { tenantId: 'acme', user: 'farah', groups: [] };

let stack: Stack;
afterEach(() => stack.close());

async function opened(ocr: 'on' | 'off'): Promise<Stack> {
  const home = temporaryFolder();
  const settings = LocalSettings.parse({ AFFIDAVIT_HOME: home, AFFIDAVIT_OCR: ocr });
  const overrides = {
    ...(ocr === 'on' && SHARED_PARTS),
    ...{ embedder: hashedWordsEmbedder(), finders: [listedEntityFinder({ 'Ana Ruiz': 'PERSON' })] },
  };
  const template = await cachedTemplate();
  giveMasterKey(home);
  const open = await openStack({ settings, runsIngest: true, retryInterval: 0, overrides, template });
  const rule = { tenantId: 'acme', collection: 'inbox', access: ['everyone-in-tenant'], policy: 'strict' } as const;
  await open.ports.ledger.writeCollection(rule);
  return open;
}

async function put(file: string, bytes: Uint8Array) {
  const key = `tenants/acme/inbox/${file}`;
  await stack.ports.store.write(key, bytes);
  await stack.settled();
  return await stack.ports.ledger.document('acme', documentIdOf('acme', stack.ports.store.bucket, key));
}

it('a scan of two pages is published, and a question about it answered with the page and the place on it', async () => {
  stack = await opened('on');

  const record = await put('lease.pdf', await scannedPages(LEASE, RENT));
  const question = { question: 'What is the monthly rent of the harbour office?' };
  const { claims } = await requestJson<AnswerResponse>(stack, READER, 'POST', '/v1/answers', question);

  expect(record).toMatchObject({ status: 'published', live: { mediaType: 'application/pdf', pages: 2 } });
  const [citation] = claims.map((claim) => claim.citation);
  expect(citation).toMatchObject({ documentId: record?.documentId, page: 2, quote: expect.stringContaining('4,850') });
  expect(citation?.boxes ?? []).toEqual([expect.objectContaining({ x: expect.closeTo(72, -1) })]);
});

it('what is recognised is redacted as any other text', async () => {
  stack = await opened('on');

  const record = await put('lease.png', await picturedPage(LEASE));
  const chunks = await stack.ports.index.documentChunks('acme', record?.documentId ?? '');

  expect(record).toMatchObject({ status: 'published', live: { mediaType: 'image/png' satisfies DocumentType } });
  const texts = chunks.map(({ text }) => text).join('\n');
  expect(texts).toContain('4 March 2024');
  expect(texts).toContain('[PERSON:');
  expect(texts).not.toContain('Ruiz');
});

it('a paper that lay askew on the glass is read whole', async () => {
  stack = await opened('on');

  const record = await put(
    'invoice.pdf',
    readFileSync(new URL('acme/finance/supplier-invoice-scan.pdf', TENANTS_FOLDER)),
  );
  const chunks = await stack.ports.index.documentChunks('acme', record?.documentId ?? '');

  const text = chunks.map((chunk) => chunk.text).join('\n');
  for (const words of ['Invoice 2025-0219', '3,185.00 pounds', 'both sides: 420.00', '3,605.00 pounds']) {
    expect(text).toContain(words);
  }
});

it.each([
  ['on', 'an empty page', () => scannedPages([])],
  ['off', 'any scan', () => scannedPages(LEASE)],
  ['off', 'any picture', () => picturedPage(LEASE)],
] as const)('with recognition %s, %s is rejected by a reason that says what is missing', async (ocr, _what, make) => {
  stack = await opened(ocr);

  const record = await put('scan', await make());

  expect(record).toMatchObject({ status: 'rejected', failure: { name: 'TextLayerMissing' } });
});
