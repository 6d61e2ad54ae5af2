import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { folderArtifactStore } from '#shared/adapters/local/folder-artifact-store.ts';
import { bytesUnder } from '../doubles/bytes-under.ts';
import { simpleKeys } from '../doubles/simple-keys.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

const Text = z.object({ text: z.string() });
const VALUE = { text: 'a private sentence' };

function setUp() {
  const root = temporaryFolder();
  return { root, store: folderArtifactStore({ root, keys: simpleKeys() }) };
}

describe('folderArtifactStore', () => {
  it('seals text before redaction, and only that', async () => {
    const { root, store } = setUp();

    await store.write('raw/acme/d1/v1-1/0.json', VALUE);
    expect(bytesUnder(root).includes('private')).toBe(false);

    await store.write('pages/acme/d1/v1-1/0.json', VALUE);
    expect(bytesUnder(root).includes('private')).toBe(true);
  });

  it('opens raw text with the key of the tenant in its path alone', async () => {
    const { root, store } = setUp();
    await store.write('raw/acme/d1/v1-1/0.json', VALUE);
    cpSync(join(root, 'artifacts/raw/acme'), join(root, 'artifacts/raw/globex'), { recursive: true });

    await expect(store.read('raw/globex/d1/v1-1/0.json', Text)).rejects.toMatchObject({ name: 'InputInvalid' });
  });

  it.each([
    '../escaped',
    'raw/../../escaped',
    '/escaped',
    'a//b',
    'a/./b',
    '',
    'a/',
    'a\\b',
    'a/\0',
    '.hidden',
    'raw'.repeat(80),
  ])('refuses the key %j', async (key) => {
    const { root, store } = setUp();

    await expect(store.write(key, VALUE)).rejects.toMatchObject({ name: 'InputInvalid' });
    await expect(store.read(key, Text)).rejects.toMatchObject({ name: 'InputInvalid' });
    await expect(store.removeUnder(`${key}/`)).rejects.toMatchObject({ name: 'InputInvalid' });
    expect(existsSync(join(root, '..', 'escaped'))).toBe(false);
  });

  it('refuses to remove by a prefix that might be the start of another name', async () => {
    const { store } = setUp();
    await store.write('pages/acme/d10/0.json', VALUE);

    await expect(store.removeUnder('pages/acme/d1')).rejects.toMatchObject({ name: 'InputInvalid' });
    expect(await store.read('pages/acme/d10/0.json', Text)).toEqual(VALUE);
  });

  it('does not take a file that cannot be read for one that is missing, which nobody asks for again', async () => {
    const { root, store } = setUp();
    mkdirSync(join(root, 'artifacts/work/a.json'), { recursive: true });

    await expect(store.read('work/a.json', Text)).rejects.toMatchObject({ name: 'DependencyUnavailable' });
    await expect(store.read('work/b.json', Text)).rejects.toMatchObject({ name: 'InputInvalid' });
  });

  it('takes a file that is no JSON for none of the expected shape, without repeating it', async () => {
    const { root, store } = setUp();
    mkdirSync(join(root, 'artifacts/work'), { recursive: true });
    writeFileSync(join(root, 'artifacts/work/a.json'), 'a private sentence');

    const failure: unknown = await store.read('work/a.json', Text).catch((error: unknown) => error);

    expect(failure).toMatchObject({ name: 'InputInvalid' });
    expect(String(failure instanceof Error && failure.cause)).not.toContain('private');
  });
});
