import { expect, it, vi } from 'vitest';
import { documentClassifier } from '#functions/classify/classify-document.ts';
import { artifactKeys } from '#shared/contracts/artifacts.ts';
import type { Extracted } from '#shared/contracts/steps.ts';
import { hashedWordsEmbedder } from '../doubles/hashed-words-embedder.ts';
import { memoryArtifactStore } from '../doubles/memory-artifact-store.ts';
import { memorySpending } from '../doubles/memory-spending.ts';
import { recordedMetrics } from '../doubles/recorded-metrics.ts';

const ATTEMPT = { tenantId: 'acme', documentId: 'd1', versionId: 'v1', attempt: 1 };
const INPUT = {
  ...ATTEMPT,
  outcome: 'new' as const,
  contentHash: 'a',
  pages: 1,
  language: 'en',
  batches: [0, 1],
} satisfies Partial<Extracted>;
const PAYING = { spending: memorySpending(), metrics: recordedMetrics() };
const SIGNAL = new AbortController().signal;

async function storeOf(pages: readonly string[], title = '') {
  const artifacts = memoryArtifactStore();
  const batch = { title, name: 'file', pages: pages.map((text, at) => ({ number: at + 1, text, blocks: [] })) };
  await artifacts.write(artifactKeys(ATTEMPT).redactedBatch(0), { ...batch, paged: true, language: 'en', counts: {} });
  return artifacts;
}

it('says what kind of document it is, and hands on what it was given', async () => {
  const artifacts = await storeOf(['This Lease is made by the Landlord [PERSON:k7f2]. The premises are let.'], 'Lease');
  const classify = documentClassifier({ ...PAYING, artifacts, embedder: hashedWordsEmbedder() });

  const output = await classify({ ...INPUT, mediaType: 'application/pdf' }, SIGNAL);

  expect(output).toEqual({ ...INPUT, mediaType: 'application/pdf', documentClass: 'lease', classifiedTokens: 18 });
});

it('embeds the beginning alone, and no code of a placeholder', async () => {
  const embedder = hashedWordsEmbedder();
  const embed = vi.spyOn(embedder, 'embed');
  const artifacts = await storeOf(['Seen by [PERSON:k7f2.q2x4]. ', 'x'.repeat(50_000), 'never read']);

  await documentClassifier({ ...PAYING, artifacts, embedder })({ ...INPUT, mediaType: 'text/plain' }, SIGNAL);

  const texts = embed.mock.calls.map(([[text = '']]) => text).filter((text) => text.includes('Seen'));
  expect(texts).toEqual([expect.stringContaining('Seen by person.')]);
  expect(texts[0]?.length).toBeLessThan(2_000);
});

it('embeds the descriptions of the classes once, and again after it failed', async () => {
  const embedder = hashedWordsEmbedder();
  const embed = vi.spyOn(embedder, 'embed').mockRejectedValueOnce(new Error('down'));
  const classify = documentClassifier({ ...PAYING, artifacts: await storeOf(['Text.']), embedder });
  const input = { ...INPUT, mediaType: 'text/plain' };

  await expect(classify(input, SIGNAL)).rejects.toThrow('down');
  await classify(input, SIGNAL);
  const callsBefore = embed.mock.calls.length;
  await classify(input, SIGNAL);

  expect(embed.mock.calls.length - callsBefore).toBe(1);
});
