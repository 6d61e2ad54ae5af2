import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EntityFinder } from '#shared/ports/entity-finder.ts';
import { createRedactor } from '#shared/runtime/redactor.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';
import { PLANTED } from '../fixtures/samples.ts';
import { sampleStack } from './sample-stack.ts';

const blind: EntityFinder = { languages: ['en', 'fr'], find: async () => [] };

/** Every file of the state folder but the documents' own, as one text with JSON's escapes undone. */
function allBytes(home: string): string {
  const files = readdirSync(home, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !path.relative(home, file).startsWith('documents'));
  const names = files.map((file) => path.relative(home, file)).join('\n');
  return [names, ...files.map((file) => readFileSync(file, 'latin1'))].join('\n');
}

/** The forms in which a value may stand in a file: as it is, in another case, in bytes of UTF-8, escaped, cut by a line. */
function isIn(haystack: string, value: string): boolean {
  const bytes = Buffer.from(value).toString('latin1');
  const escaped = JSON.stringify(value).slice(1, -1);
  const words = bytes.split(/\s+/).map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return haystack.includes(escaped) || new RegExp(words.join('(?:\\s|\\\\n|\\\\t|_|-)+'), 'i').test(haystack);
}

describe('the state folder after all samples were taken in', () => {
  it('holds none of the planted personal data outside the documents themselves', async () => {
    const home = temporaryFolder();
    const stack = await sampleStack(home);
    await stack.close();

    const bytes = allBytes(home);

    const leaked = PLANTED.filter(({ value }) => isIn(bytes, value)).map(
      ({ kind, document, place }) => `${kind} ${place} ${document}`,
    );
    expect(leaked).toEqual([]);
  }, 120_000);

  it('holds every one of them when redaction is off, so that the search would have found it', async () => {
    const home = temporaryFolder();
    const stack = await sampleStack(home, {
      redactor: (keys) => createRedactor({ finders: [blind], patterns: blind, keys }),
    });
    const published = await publishedKeys(stack);
    await stack.close();

    const bytes = allBytes(home);

    const planted = PLANTED.filter(({ document }) => published.has(document));
    expect(planted.length).toBeGreaterThan(20);
    expect(
      planted
        .filter(({ value }) => !isIn(bytes, value))
        .map(({ kind, document, place }) => `${kind} ${place} ${document}`),
    ).toEqual([]);
  }, 120_000);
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
