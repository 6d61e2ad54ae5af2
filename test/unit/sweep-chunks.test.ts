import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openIndexFiles } from '#shared/adapters/local/index-files.ts';
import { LEDGER_SCHEMA } from '#shared/adapters/local/ledger-schema.ts';
import { openDatabase } from '#shared/adapters/local/open-database.ts';
import { sqliteChunkIndex } from '#shared/adapters/local/sqlite-chunk-index.ts';
import { sqliteLedger } from '#shared/adapters/local/sqlite-ledger.ts';
import type { DocumentRecord } from '#shared/domain/document.ts';
import type { Ledger } from '#shared/ports/ledger.ts';
import type { ReconcilePorts } from '#shared/runtime/reconcile/reconcile-page.ts';
import { sweepChunks } from '#shared/runtime/reconcile/sweep-chunks.ts';
import { FINGERPRINT, indexedChunk } from '../doubles/indexed-chunks.ts';
import { documentRecord } from '../doubles/sample-records.ts';
import { spacedWordsAnalyzer } from '../doubles/spaced-words-analyzer.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

const SIGNAL = new AbortController().signal;

/** A document whose second attempt has written its chunks, beside the live first, and is about to be published. */
async function aboutToPublish() {
  const folder = temporaryFolder();
  const databases = [
    openIndexFiles(join(folder, 'index.db')),
    openDatabase(join(folder, 'ledger.db'), LEDGER_SCHEMA),
  ] as const;
  onTestFinished(() => {
    for (const database of databases) database.close();
  });
  const index = sqliteChunkIndex(databases[0], { analyzer: spacedWordsAnalyzer });
  const ledger = sqliteLedger(databases[1]);
  await index.prepare(FINGERPRINT);
  const first: DocumentRecord = { ...documentRecord(), tenantId: 'acme', documentId: 'd1', revision: 1, attempt: 1 };
  const live = (versionId: string, attempt: number) =>
    ({ ...first.live, versionId, attempt }) as DocumentRecord['live'];
  const published: DocumentRecord = { ...first, status: 'published', live: live('v1', 1) };
  const running: DocumentRecord = {
    ...published,
    ...{ revision: 2, status: 'running', attempt: 2, source: { versionId: 'v2', bytes: 1 } },
  };
  const committed: DocumentRecord = { ...running, revision: 3, status: 'published', live: live('v2', 2) };
  await ledger.writeDocument(published);
  const remembered = rememberingLedger(ledger, [published]);
  await ledger.writeDocument(running);
  await index.write([indexedChunk('alpha first'), indexedChunk('alpha second', { versionId: 'v2', attempt: 2 })], {
    ...first,
    embedder: FINGERPRINT,
  });

  /** The publish commits right after the attempts were listed. */
  const committing = {
    ...index,
    attempts: async (...args: Parameters<typeof index.attempts>) => {
      const listed = await index.attempts(...args);
      await ledger.writeDocument(committed);
      return listed;
    },
  };
  const texts = async () => (await index.documentChunks('acme', 'd1')).map(({ text }) => String(text));
  const sweep = (ports: Partial<ReconcilePorts>) =>
    sweepChunks(undefined, { index, ledger, ...ports } as ReconcilePorts, SIGNAL); // It asks for these two alone.
  return { ledger, remembered, committing, texts, sweep };
}

/** The guard taken away: it answers as rows stood before the attempts were listed. */
function rememberingLedger(ledger: Ledger, rows: readonly DocumentRecord[]): Ledger {
  return { ...ledger, documents: async () => [...rows] };
}

it('takes neither what is live nor what is being processed', async () => {
  const { sweep, texts } = await aboutToPublish();

  expect((await sweep({})).found).toEqual({ orphanChunks: 0 });
  expect(await texts()).toEqual(['alpha first', 'alpha second']);
});

it('leaves what goes live between the look and the removal, and takes what it replaced', async () => {
  const { sweep, committing, texts } = await aboutToPublish();

  expect((await sweep({ index: committing })).found).toEqual({ orphanChunks: 1 });
  expect(await texts()).toEqual(['alpha second']);
});

it('would take a live chunk if it read the rows before the attempts, as it is built not to', async () => {
  const { sweep, committing, remembered, texts } = await aboutToPublish();

  await sweep({ index: committing, ledger: remembered });

  expect(await texts(), 'the chunk that is live by now is gone').toEqual(['alpha first']);
});
