import { describe, expect, it } from 'vitest';
import { artifactKeys, PAGES_PER_BATCH } from '#shared/contracts/artifact-keys.ts';
import { RawBatchSchema } from '#shared/contracts/artifacts.ts';
import type { Identified } from '#shared/contracts/steps.ts';
import { unredacted } from '#shared/domain/unredacted.ts';
import { keepRawText } from '#shared/runtime/keep-raw-text.ts';
import { memoryArtifactStore } from '../doubles/memory-artifact-store.ts';

const INPUT: Identified = {
  ...{ tenantId: 'acme', documentId: 'd1', versionId: 'v1', attempt: 1 },
  ...{ outcome: 'new', contentHash: 'ab'.repeat(32), mediaType: 'application/pdf' },
};
const KEY = 'tenants/acme/inbox/folder/report.pdf';

/** What is kept of a document with these pages, as redaction reads it. */
async function kept(texts: readonly string[]) {
  const artifacts = memoryArtifactStore();
  const samples: string[] = [];
  const languages = {
    detect: async (text: string) => {
      samples.push(text);
      return 'en';
    },
  };
  const pages = texts.map((text, at) => ({ number: at + 1, text: unredacted(text), blocks: [] }));
  const document = { title: unredacted('Annual report'), paged: true, pages };
  const outcome = keepRawText(INPUT, document, KEY, { artifacts, languages }, new AbortController().signal);
  const batch = (number: number) => artifacts.read(artifactKeys(INPUT).rawBatch(number), RawBatchSchema);
  return { outcome, batch, samples, keys: artifacts.keys };
}

describe('keepRawText', () => {
  it('shows each batch what stands on the pages beside it, so that no value is cut at its edge', async () => {
    const texts = Array.from({ length: PAGES_PER_BATCH + 1 }, (_, at) => `page ${at + 1} `.padEnd(500, '.'));
    texts[PAGES_PER_BATCH - 1] += 'signed by Ana';
    texts[PAGES_PER_BATCH] = `Ruiz, ${texts[PAGES_PER_BATCH]}`;

    const { outcome, batch } = await kept(texts);

    expect(await outcome).toMatchObject({ pages: PAGES_PER_BATCH + 1, batches: [0, 1], language: 'en' });
    const [first, second] = [await batch(0), await batch(1)];
    expect([first.before, second.after]).toEqual(['', '']);
    expect(first.after).toBe(texts[PAGES_PER_BATCH]?.slice(0, 300));
    expect(second.before).toBe(texts[PAGES_PER_BATCH - 1]?.slice(-300));
    expect(first.pages.length + second.pages.length).toBe(texts.length);
  });

  it('has title and name of the file looked at once, with the first pages', async () => {
    const { outcome, batch } = await kept(Array.from({ length: PAGES_PER_BATCH + 1 }, () => 'text'));
    await outcome;

    const told = [await batch(0), await batch(1)].map(({ title, name }) => [title, name]);

    expect(told).toEqual([
      ['Annual report', 'report.pdf'],
      ['', ''],
    ]);
  });

  it.each([150, 3_000])('tells the language by parts from all over a document of %i pages', async (pages) => {
    const { outcome, samples } = await kept(Array.from({ length: pages }, (_, at) => `<${at}>`.padEnd(300, '.')));
    await outcome;

    const seen = [...(samples[0] ?? '').matchAll(/<(\d+)>/g)].map(([, page]) => Number(page));
    const gaps = [...seen, pages].map((page, at) => page - (seen[at - 1] ?? 0));
    expect(samples[0]?.length).toBe(20_000);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(pages / 50);
  });

  it('keeps nothing of a document without text, and says so', async () => {
    const { outcome, keys } = await kept(['', ' \n\t ']);

    await expect(outcome).rejects.toMatchObject({ name: 'DocumentEmpty' });
    expect(keys()).toEqual([]);
  });
});
