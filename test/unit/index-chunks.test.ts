import { describe, expect, it } from 'vitest';
import { indexChunks } from '#functions/index-chunks/index-chunks.ts';
import { openIndexFiles } from '#shared/adapters/local/index-files.ts';
import { LEDGER_SCHEMA } from '#shared/adapters/local/ledger-schema.ts';
import { openDatabase } from '#shared/adapters/local/open-database.ts';
import { sqliteChunkIndex } from '#shared/adapters/local/sqlite-chunk-index.ts';
import { sqliteLedger } from '#shared/adapters/local/sqlite-ledger.ts';
import { artifactKeys } from '#shared/contracts/artifact-keys.ts';
import { axis, FINGERPRINT, indexedChunk } from '../doubles/indexed-chunks.ts';
import { memoryArtifactStore } from '../doubles/memory-artifact-store.ts';
import { documentRecord } from '../doubles/sample-records.ts';
import { spacedWordsAnalyzer } from '../doubles/spaced-words-analyzer.ts';

const RUN = { tenantId: 'acme', documentId: 'd1', versionId: 'v1', attempt: 1 };
const SIGNAL = new AbortController().signal;

/** A batch of one chunk, as `embed` left it, before an index that holds vectors of `FINGERPRINT`. */
async function embedded(batch: object) {
  const index = sqliteChunkIndex(openIndexFiles(':memory:'), { analyzer: spacedWordsAnalyzer });
  await index.prepare(FINGERPRINT);
  const ledger = sqliteLedger(openDatabase(':memory:', LEDGER_SCHEMA));
  await ledger.writeDocument(documentRecord({ ...RUN, status: 'running', live: undefined }));
  const artifacts = memoryArtifactStore();
  const { vector: _vector, ...chunk } = indexedChunk('alpha');
  await artifacts.write(artifactKeys(RUN).chunkBatch(0), [chunk]);
  await artifacts.write(artifactKeys(RUN).vectorBatch(0), batch);
  return {
    run: () => indexChunks({ ...RUN, batch: 0 }, { artifacts, ledger, index }, SIGNAL),
    written: async () => (await index.documentChunks('acme', 'd1')).map(({ vector }) => vector.length),
  };
}

describe('indexing the chunks of a batch', () => {
  it('writes them with vectors of the embedder that the index was built for', async () => {
    const { run, written } = await embedded({ embedder: FINGERPRINT, vectors: [axis(0)] });

    await run();

    expect(await written()).toEqual([8]);
  });

  it.each([{ modelId: 'another' }, { probe: 'another build' }])(
    'refuses vectors of %o, though they are as long',
    async (changes) => {
      const { run, written } = await embedded({ embedder: { ...FINGERPRINT, ...changes }, vectors: [axis(0)] });

      await expect(run()).rejects.toMatchObject({ name: 'IndexMismatch' });
      expect(await written()).toEqual([]);
    },
  );

  it.each([[[]], [[axis(0), axis(1)]]])('writes none of a batch that has not one vector a chunk', async (vectors) => {
    const { run, written } = await embedded({ embedder: FINGERPRINT, vectors });

    await expect(run()).rejects.toMatchObject({ name: 'Unexpected' });
    expect(await written()).toEqual([]);
  });

  it('goes on with a batch of an earlier release, which did not say whose vectors they are', async () => {
    const { run, written } = await embedded([axis(0)]);

    await run();

    expect(await written()).toEqual([8]);
  });
});
