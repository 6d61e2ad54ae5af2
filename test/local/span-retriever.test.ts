import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { evaluateRetrieval } from '#infra/local/evaluation/evaluate-retrieval.ts';
import { readLabelledCorpus } from '#infra/local/evaluation/gold-set-files.ts';
import { ingestObjects } from '#infra/local/evaluation/ingest-objects.ts';
import { goldCollections, goldDocumentKey, locateGold, spanRetriever } from '#infra/local/evaluation/span-retriever.ts';
import { ingestStack } from '../doubles/ingest-stack.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

it('ranks passages against spans of the text as it was published, whatever the chunks are', async () => {
  const corpus = await readLabelledCorpus('test/fixtures/gold/gold.json');
  const { stack } = await ingestStack(temporaryFolder());
  const rule = { tenantId: 'evaluation', collection: 'corpus', access: ['everyone-in-tenant'] };
  const objects = corpus.documents.map(({ path, bytes }) => ({ key: goldDocumentKey(path), bytes }));
  await ingestObjects(stack, [{ ...rule, policy: 'identifiers' }], objects, () => undefined);

  const { cases, missing } = await locateGold(stack, corpus);
  const measured = await evaluateRetrieval(cases, spanRetriever(stack), {
    ...{ limit: 9, now: () => 0, onProgress: () => undefined },
  });
  await stack.close();

  expect(missing).toBe(1);
  expect(measured.cases).toMatchObject([
    { id: 'coral', slices: { type: 'article' }, figures: { 'hybrid.recall@10': 1, 'hybrid.mrr@10': 1 } },
    { id: 'strings', figures: { 'lexical.recall@10': 1, 'hybrid.ndcg@10': 1 } },
  ]);
});

it('asks a case that names a collection of the documents in that folder alone', async () => {
  const folder = temporaryFolder();
  const texts = { 'acme/sales.md': 'Sales of pumps were 500.', 'other/sales.md': 'Sales of pumps were 700.' };
  for (const [name, text] of Object.entries(texts)) {
    mkdirSync(path.dirname(path.join(folder, 'documents', name)), { recursive: true });
    writeFileSync(path.join(folder, 'documents', name), text);
  }
  const question = { question: 'What were sales of pumps?', expected: [{ document: 'other/sales.md', page: 1 }] };
  const cases = [
    { id: 'own', collection: 'other', ...question },
    { id: 'elsewhere', collection: 'acme', ...question },
  ];
  const gold = { schema: 'affidavit.gold-set/1', name: 'sales', version: '1', cases };
  writeFileSync(path.join(folder, 'gold.json'), JSON.stringify(gold));
  const corpus = await readLabelledCorpus(path.join(folder, 'gold.json'));
  const collections = goldCollections(corpus.gold);
  const { stack } = await ingestStack(temporaryFolder());
  const rules = collections.map((collection) => ({
    ...{ tenantId: 'evaluation', collection, access: ['everyone-in-tenant'] as const, policy: 'identifiers' as const },
  }));
  const objects = corpus.documents.map((each) => ({ key: goldDocumentKey(each.path, collections), bytes: each.bytes }));
  await ingestObjects(stack, rules, objects, () => undefined);

  const located = await locateGold(stack, corpus);
  const measured = await evaluateRetrieval(located.cases, spanRetriever(stack), {
    ...{ limit: 9, now: () => 0, onProgress: () => undefined },
  });
  await stack.close();

  expect(measured.cases.map(({ id, figures }) => [id, figures['hybrid.hit@10']])).toEqual([
    ['own', 1],
    ['elsewhere', 0],
  ]);
});

it('ranks pages where labels are whole pages, so that many passages of one page take one place', async () => {
  const folder = temporaryFolder();
  mkdirSync(path.join(folder, 'documents'), { recursive: true });
  const noise = Array.from({ length: 30 }, (_, at) => `The pump of line ${at} is a pump like any pump. `.repeat(12));
  writeFileSync(path.join(folder, 'documents', 'noise.md'), noise.join('\n\n'));
  writeFileSync(
    path.join(folder, 'documents', 'answer.md'),
    `A pump that is green. ${'Green things are many. '.repeat(20)}`,
  );
  const expected = [{ document: 'answer.md', page: 1 }];
  const cases = [
    { id: 'page', question: 'pump', expected },
    { id: 'span', question: 'pump', expected: [{ document: 'answer.md', page: 1, start: 0, end: 20 }] },
  ];
  const gold = { schema: 'affidavit.gold-set/1', name: 'pumps', version: '1', cases };
  writeFileSync(path.join(folder, 'gold.json'), JSON.stringify(gold));
  const corpus = await readLabelledCorpus(path.join(folder, 'gold.json'));
  const { stack } = await ingestStack(temporaryFolder());
  const rule = { tenantId: 'evaluation', collection: 'corpus', access: ['everyone-in-tenant'] as const };
  const objects = corpus.documents.map((each) => ({ key: goldDocumentKey(each.path), bytes: each.bytes }));
  await ingestObjects(stack, [{ ...rule, policy: 'identifiers' }], objects, () => undefined);

  const { cases: located } = await locateGold(stack, corpus);
  const measured = await evaluateRetrieval(located, spanRetriever(stack), {
    ...{ limit: 9, now: () => 0, onProgress: () => undefined },
  });
  await stack.close();

  const [page = 0, span = 0] = measured.cases.map(({ figures }) => figures['lexical.mrr@10'] ?? 0);
  expect(page).toBeGreaterThan(span);
});
