import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ArtifactStore } from '#shared/ports/artifact-store.ts';
import type { PortSuite } from './port-suite.ts';

const Pages = z.object({ pages: z.number(), text: z.string() });
const VALUE = { pages: 3, text: 'Grüße, 世界 "quoted"\n' };

/** What every artifact store keeps to. `create` gives an empty one. */
export function artifactStoreSuite({ name, create }: PortSuite<ArtifactStore>): void {
  describe(`ArtifactStore, ${name}`, () => {
    it.each(['work/acme/d1/v1-1/00000.json', 'raw/acme/d1/v1-1/00000.json'])('reads back %s', async (key) => {
      const store = await create();

      await store.write(key, VALUE);

      expect(await store.read(key, Pages)).toEqual(VALUE);
    });

    it('replaces what was written before', async () => {
      const store = await create();
      await store.write('work/acme/d1/a.json', VALUE);

      await store.write('work/acme/d1/a.json', { ...VALUE, pages: 4 });

      expect(await store.read('work/acme/d1/a.json', Pages)).toEqual({ ...VALUE, pages: 4 });
    });

    it.each([
      ['nothing is stored there', 'work/acme/d1/missing.json', Pages],
      ['it is not of the expected shape', 'work/acme/d1/a.json', z.object({ pages: z.string() })],
    ])('fails for good when %s', async (_when, key, schema) => {
      const store = await create();
      await store.write('work/acme/d1/a.json', VALUE);

      await expect(store.read<unknown>(key, schema)).rejects.toMatchObject({ name: 'InputInvalid' });
    });

    it('removes what is under a prefix, and no sibling', async () => {
      const store = await create();
      const keys = ['pages/acme/d1/v1-1/0.json', 'pages/acme/d1/v1-2/0.json', 'pages/acme/d10/v1-1/0.json'];
      for (const key of keys) await store.write(key, VALUE);

      await store.removeUnder('pages/acme/d1/');

      await expect(store.read('pages/acme/d1/v1-1/0.json', Pages)).rejects.toMatchObject({ name: 'InputInvalid' });
      await expect(store.read('pages/acme/d1/v1-2/0.json', Pages)).rejects.toMatchObject({ name: 'InputInvalid' });
      expect(await store.read('pages/acme/d10/v1-1/0.json', Pages)).toEqual(VALUE);
    });

    it('takes the removal of nothing for done', async () => {
      const store = await create();

      await expect(store.removeUnder('pages/acme/d1/')).resolves.toBeUndefined();
    });

    it('lists the folders under a prefix page by page, each once and in order', async () => {
      const store = await create();
      const runs = ['d1/v1-1', 'd1/v1-2', 'd-1/v1-1', 'd10/v1-1', 'd2/v1-1'];
      for (const run of runs) await store.write(`pages/acme/${run}/00000.json`, VALUE);
      await store.write('pages/acme/d2/v1-1/00001.json', VALUE);
      await store.write('pages/acme/d0.json', VALUE);
      await store.write('work/acme/d3/v1-1/00000.json', VALUE);

      expect(await everyFolder(store, 'pages/acme/')).toEqual(
        ['d-1', 'd1', 'd10', 'd2'].map((id) => `pages/acme/${id}/`),
      );
      expect(await everyFolder(store, 'pages/acme/d1/')).toEqual(['pages/acme/d1/v1-1/', 'pages/acme/d1/v1-2/']);
      expect(await everyFolder(store, 'pages/globex/')).toEqual([]);
      expect(await store.folders('pages/acme/', 'pages/acme/d2/')).toEqual([]);
    });

    it('stops when the signal is aborted', async () => {
      const store = await create();
      await store.write('work/acme/d1/a.json', VALUE);
      const signal = AbortSignal.abort();

      await expect(store.write('work/acme/d1/a.json', {}, signal)).rejects.toThrow();
      await expect(store.read('work/acme/d1/a.json', Pages, signal)).rejects.toThrow();
      await expect(store.removeUnder('work/acme/d1/', signal)).rejects.toThrow();
      await expect(store.folders('work/acme/', undefined, signal)).rejects.toThrow();
      expect(await store.read('work/acme/d1/a.json', Pages)).toEqual(VALUE);
    });
  });
}

async function everyFolder(store: ArtifactStore, prefix: string): Promise<string[]> {
  const found: string[] = [];
  for (;;) {
    const page = await store.folders(prefix, found.at(-1));
    if (page.length === 0) return found;
    found.push(...page);
  }
}
