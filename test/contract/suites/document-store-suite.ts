import { describe, expect, it } from 'vitest';
import type { DocumentStore } from '#shared/ports/document-store.ts';

const KEY = 'tenants/acme/inbox/report.txt';
const LIMIT = 1_000_000;
const bytesOf = (text: string) => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

type Create = () => DocumentStore | Promise<DocumentStore>;

/** What every document store keeps to. `create` gives an empty one. */
export function documentStoreSuite({ name, create }: { name: string; create: Create }): void {
  describe(`DocumentStore, ${name}`, () => {
    describeVersions(create);
    describeRemoval(create);
    describeLists(create);

    it('gives a form for exactly one key, with its expiry', async () => {
      const store = await create();

      const form = await store.presignUpload(KEY, { maxBytes: 10, expiresInSeconds: 60, access: 'group:finance' });

      expect(form.url).toMatch(/^https?:\/\//);
      expect(form.fields['key']).toBe(KEY);
      expect(Date.parse(form.expiresAt)).not.toBeNaN();
    });

    it('stops when the signal is aborted', async () => {
      const store = await create();
      const { versionId } = await store.write(KEY, bytesOf('kept'));
      const signal = AbortSignal.abort();

      await expect(store.write(KEY, bytesOf('new'), undefined, signal)).rejects.toThrow();
      await expect(store.read(KEY, versionId, LIMIT, signal)).rejects.toThrow();
      await expect(store.remove(KEY, signal)).rejects.toThrow();
      await expect(store.head(KEY, signal)).rejects.toThrow();
      await expect(store.list('tenants/', undefined, signal)).rejects.toThrow();
      expect(await store.head(KEY)).toMatchObject({ state: 'present', versionId });
    });
  });
}

function describeVersions(create: Create): void {
  it('knows nothing of a key that was never written', async () => {
    const store = await create();

    expect(await store.head(KEY)).toEqual({ state: 'absent' });
    await expect(store.read(KEY, 'v1', LIMIT)).rejects.toMatchObject({ name: 'Superseded' });
  });

  it('says what a key holds: version, size and access', async () => {
    const store = await create();

    const { versionId } = await store.write(KEY, bytesOf('grüße'), { access: 'group:finance,user:ana' });

    const access = 'group:finance,user:ana';
    const modifiedAt = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/);
    expect(await store.head(KEY)).toEqual({ state: 'present', versionId, bytes: 7, access, modifiedAt });
  });

  it('gives metadata back as it was written, letters beyond ASCII too, and with no other version', async () => {
    const store = await create();
    const metadata = { team: 'Zürich', year: '2026' };

    await store.write(KEY, bytesOf('text'), { metadata });

    expect(await store.head(KEY)).toMatchObject({ metadata });
    await store.write(KEY, bytesOf('text'));
    expect(await store.head(KEY)).not.toHaveProperty('metadata.team');
  });

  it('has no access list where none was given', async () => {
    const store = await create();

    await store.write(KEY, bytesOf('text'), { access: 'group:finance' });
    await store.write(KEY, bytesOf('text'));

    const state = await store.head(KEY);
    expect(state.state === 'present' && state.access).toBeUndefined();
  });

  it('keeps the bytes of every version, and says which is current', async () => {
    const store = await create();
    const texts = ['A', 'B', 'A'];

    const versions: string[] = [];
    for (const text of texts) versions.push((await store.write(KEY, bytesOf(text))).versionId);

    expect(new Set(versions).size).toBe(3);
    expect(await store.head(KEY)).toMatchObject({ versionId: versions.at(-1) });
    for (const [at, versionId] of versions.entries()) {
      expect(textOf(await store.read(KEY, versionId, LIMIT))).toBe(texts[at]);
    }
  });

  it('reads an empty document and one of exactly the limit, and refuses one byte more', async () => {
    const store = await create();
    const empty = await store.write('tenants/acme/inbox/empty', new Uint8Array());
    const full = await store.write(KEY, bytesOf('12345'));

    expect(textOf(await store.read('tenants/acme/inbox/empty', empty.versionId, 0))).toBe('');
    expect(textOf(await store.read(KEY, full.versionId, 5))).toBe('12345');
    await expect(store.read(KEY, full.versionId, 4)).rejects.toMatchObject({ name: 'DocumentTooLarge' });
  });

  it('does not read a version of another key', async () => {
    const store = await create();
    const { versionId } = await store.write(KEY, bytesOf('mine'));
    await store.write('tenants/acme/inbox/other.txt', bytesOf('other'));

    await expect(store.read('tenants/acme/inbox/other.txt', versionId, LIMIT)).rejects.toMatchObject({
      name: 'Superseded',
    });
  });
}

function describeRemoval(create: Create): void {
  it('removes every version of exactly the key, and no sibling', async () => {
    const store = await create();
    const siblings = [`${KEY}.bak`, `${KEY}/inner`, 'tenants/acme/inbox/report'];
    const versions = [await store.write(KEY, bytesOf('one')), await store.write(KEY, bytesOf('two'))];
    for (const sibling of siblings) await store.write(sibling, bytesOf('sibling'));

    await store.remove(KEY);

    expect(await store.head(KEY)).toEqual({ state: 'absent' });
    for (const { versionId } of versions) {
      await expect(store.read(KEY, versionId, LIMIT)).rejects.toMatchObject({ name: 'Superseded' });
    }
    for (const sibling of siblings) expect(await store.head(sibling)).toMatchObject({ state: 'present' });
  });

  it('takes the removal of nothing for done', async () => {
    const store = await create();

    await expect(store.remove(KEY)).resolves.toBeUndefined();
  });

  it('gives a key that comes back a version it never had', async () => {
    const store = await create();
    const before = await store.write(KEY, bytesOf('same'));
    await store.remove(KEY);

    const after = await store.write(KEY, bytesOf('same'));

    expect(after.versionId).not.toBe(before.versionId);
    expect(await store.head(KEY)).toMatchObject({ state: 'present', versionId: after.versionId });
  });
}

function describeLists(create: Create): void {
  it('lists the keys under a prefix in the order of their bytes, page by page', async () => {
    const store = await create();
    const keys = ['p/a', 'p/a b', 'p/é', 'p/z/1', 'p/😀', 'p/Z', 'q/a', 'o/a', 'p'];
    for (const key of keys) await store.write(key, bytesOf(key));
    await store.write('p/removed', bytesOf('x'));
    await store.remove('p/removed');

    const listed: string[] = [];
    for (let page = await store.list('p/'); page.length > 0; page = await store.list('p/', page.at(-1))) {
      listed.push(...page);
    }

    expect(listed).toEqual(['p/Z', 'p/a', 'p/a b', 'p/z/1', 'p/é', 'p/😀']);
  });
}
