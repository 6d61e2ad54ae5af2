import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openIndexFiles } from '#shared/adapters/local/index-files.ts';
import { sqliteChunkIndex } from '#shared/adapters/local/sqlite-chunk-index.ts';
import { artifactKeys } from '#shared/contracts/artifact-keys.ts';
import { removeDerived } from '#shared/runtime/remove-derived.ts';
import { FINGERPRINT, indexedChunk } from '../doubles/indexed-chunks.ts';
import { indexedDocument } from '../doubles/indexed-document.ts';
import { memoryArtifactStore } from '../doubles/memory-artifact-store.ts';
import { spacedWordsAnalyzer } from '../doubles/spaced-words-analyzer.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

const ACCESS = indexedDocument('everyone-in-tenant');

describe('removeDerived', () => {
  it('leaves a document that came back what its later attempts made, when the deletion is late', async () => {
    const files = openIndexFiles(join(temporaryFolder(), 'index.db'));
    onTestFinished(() => files.close());
    const index = sqliteChunkIndex(files, { analyzer: spacedWordsAnalyzer });
    await index.prepare(FINGERPRINT);
    const artifacts = memoryArtifactStore();
    const pagesOf = (versionId: string, attempt: number) =>
      artifactKeys({ tenantId: 'acme', documentId: 'd1', versionId, attempt }).redactedBatch(0);
    for (const [versionId, attempt] of [
      ['v1', 1],
      ['v2', 2],
      ['v3', 10],
    ] as const) {
      // Ten is more than two.
      await index.write([indexedChunk(`alpha ${attempt}`, { versionId, attempt })], ACCESS);
      await artifacts.write(pagesOf(versionId, attempt), {});
    }

    await removeDerived(
      { tenantId: 'acme', documentId: 'd1', attempt: 2 },
      { index, artifacts },
      AbortSignal.timeout(9_999),
    );

    expect(artifacts.keys()).toEqual([pagesOf('v3', 10)]);
    expect((await index.documentChunks('acme', 'd1')).map(({ attempt }) => attempt)).toEqual([10]);
  });
});
