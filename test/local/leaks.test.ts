import { describe, expect, it } from 'vitest';
import type { EntityFinder } from '#shared/ports/entity-finder.ts';
import { createRedactor } from '#shared/runtime/redactor.ts';
import { hashedWordsEmbedder } from '../doubles/hashed-words-embedder.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';
import { PLANTED } from '../fixtures/samples.ts';
import { sampleStack } from './sample-stack.ts';
import { isIn, stateFolderBytes } from './state-folder-bytes.ts';

// The counterpart to the search for leaks in samples.test.ts: the same search, with the defence off.
const blind: EntityFinder = { languages: ['en', 'fr'], find: async () => [] };

describe('the state folder after all samples were taken in without redaction', () => {
  it('holds every planted datum, so that the search would have found one', async () => {
    const home = temporaryFolder();
    const stack = await sampleStack(home, {
      embedder: hashedWordsEmbedder(),
      finders: [blind],
      redactor: (keys) => createRedactor({ finders: [blind], patterns: blind, keys }),
    });
    const published = await publishedKeys(stack);
    await stack.close();

    const bytes = stateFolderBytes(home);

    const planted = PLANTED.filter(({ document }) => published.has(document));
    expect(planted.length).toBeGreaterThan(20);
    expect(
      planted
        .filter(({ value }) => !isIn(bytes, value))
        .map(({ kind, document, place }) => `${kind} ${place} ${document}`),
    ).toEqual([]);
  });
});

/** Documents whose text went past redaction; nothing is kept of the text of others. */
async function publishedKeys({ ports }: Awaited<ReturnType<typeof sampleStack>>): Promise<Set<string>> {
  const tenants = ['acme', 'globex'];
  const pages = await Promise.all(
    tenants.map((tenant) => ports.ledger.listDocuments(tenant, { status: 'published', limit: 100 })),
  );
  const records = pages.flatMap(({ documents }) => documents);
  return new Set(
    records.map(({ tenantId, sealedKey }) => ports.keys.open(tenantId, sealedKey).slice('tenants/'.length)),
  );
}
