import { expect, it } from 'vitest';
import { evaluateRetrieval } from '#infra/local/evaluation/evaluate-retrieval.ts';
import { readLabelledCorpus } from '#infra/local/evaluation/gold-set-files.ts';
import { ingestObjects } from '#infra/local/evaluation/ingest-objects.ts';
import { goldDocumentKey, locateGold, spanRetriever } from '#infra/local/evaluation/span-retriever.ts';
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
