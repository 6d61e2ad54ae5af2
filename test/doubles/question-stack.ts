import { openIndexFiles } from '#shared/adapters/local/index-files.ts';
import { LEDGER_SCHEMA } from '#shared/adapters/local/ledger-schema.ts';
import { openDatabase } from '#shared/adapters/local/open-database.ts';
import { sqliteChunkIndex } from '#shared/adapters/local/sqlite-chunk-index.ts';
import { sqliteGenerations } from '#shared/adapters/local/sqlite-generations.ts';
import { sqliteLedger } from '#shared/adapters/local/sqlite-ledger.ts';
import { sqliteSpending } from '#shared/adapters/local/sqlite-spending.ts';
import { embedderFingerprint } from '#shared/adapters/portable/embedder-fingerprint.ts';
import { extractiveAnswerer } from '#shared/adapters/portable/extractive-answerer.ts';
import { textAnalyzer } from '#shared/adapters/portable/text-analyzer.ts';
import { artifactKeys } from '#shared/contracts/artifact-keys.ts';
import { embeddingText } from '#shared/domain/chunk.ts';
import type { LiveVersion } from '#shared/domain/document.ts';
import { withSuspicion } from '#shared/domain/instruction-mark.ts';
import { calibrationOf } from '#shared/domain/retrieval-calibration.ts';
import { redacted } from '#shared/domain/text.ts';
import type { ChunkIndex } from '#shared/ports/chunk-index.ts';
import type { IndexGenerations } from '#shared/ports/index-generations.ts';
import { indexedAccess } from '#shared/runtime/indexed-access.ts';
import { createRedactor } from '#shared/runtime/redactor.ts';
import { countedIds } from './counted-ids.ts';
import { hashedWordsEmbedder } from './hashed-words-embedder.ts';
import { indexedChunk } from './indexed-chunks.ts';
import { listedEntityFinder } from './listed-entity-finder.ts';
import { manualClock } from './manual-clock.ts';
import { memoryArtifactStore } from './memory-artifact-store.ts';
import { recordedLog } from './recorded-log.ts';
import { recordedMetrics } from './recorded-metrics.ts';
import { documentRecord } from './sample-records.ts';
import { simpleKeys } from './simple-keys.ts';

/** Where the box of every test document stands. */
export const BOX = { x: 10, y: 20, width: 300, height: 40 };

interface PublishedText {
  readonly documentId: string;
  readonly text: string;
  readonly access?: readonly string[];
  readonly tenantId?: string;
  readonly collection?: string;
  readonly live?: Partial<LiveVersion>;
}

/** An index with its generations, in place of the one in memory. */
interface OwnIndex {
  readonly index: ChunkIndex;
  readonly generations: IndexGenerations;
}

/** All ports of the question path in memory: real index, ledger and redactor, an embedder that knows words alone. */
export async function questionStack(own?: OwnIndex) {
  const analyzer = textAnalyzer();
  const embedder = hashedWordsEmbedder();
  const calibration = calibrationOf(embedder.modelId);
  const keys = simpleKeys();
  const files = openIndexFiles(':memory:');
  const { index, generations } = own ?? {
    index: sqliteChunkIndex(files, { analyzer }),
    generations: sqliteGenerations(files, { analyzer }),
  };
  const fingerprint = () => embedderFingerprint(embedder);
  const database = openDatabase(':memory:', LEDGER_SCHEMA);
  const ledger = sqliteLedger(database);
  const clock = manualClock();
  const ids = countedIds();
  const artifacts = memoryArtifactStore();
  const names = listedEntityFinder({ 'Ana Ruiz': 'PERSON' });
  await index.prepare(await fingerprint());
  const ports = {
    analyzer,
    embedder,
    fingerprint,
    calibration,
    index,
    generations,
    ledger,
    artifacts,
    keys,
    redactor: createRedactor({ finders: [names], patterns: listedEntityFinder({}), keys }),
    answerers: [extractiveAnswerer({ embedder, analyzer, calibration })],
    clock,
    spending: sqliteSpending(database, { clock, ids }),
    metrics: recordedMetrics(),
    log: recordedLog(),
    ids,
    breakers: [],
    caches: [],
    openApi: () => import('#shared/runtime/openapi-document.ts'),
  };

  /** A document of one page and one chunk, live and in the index. */
  const publish = async ({ documentId, text, access = ['everyone-in-tenant'], ...rest }: PublishedText) => {
    const { tenantId = 'acme', collection = 'inbox', live = {} } = rest;
    const sample = documentRecord();
    const record = documentRecord({
      tenantId,
      documentId,
      collection,
      access,
      sealedKey: keys.seal(tenantId, documentId),
      ...(sample.live && { live: { ...sample.live, ...live } }),
    });
    const chunk = withSuspicion(indexedChunk(text, { tenantId, documentId, page: 1, start: 0, end: text.length }));
    const [vector = []] = await embedder.embed([embeddingText(chunk)], 'passage');
    await index.write([{ ...chunk, vector }], { ...indexedAccess(record), embedder: await fingerprint() });
    await ledger.writeDocument(record);
    const attempt = { tenantId, documentId, versionId: 'v1', attempt: 1 };
    const blocks = [{ kind: 'paragraph', start: 0, end: text.length, box: BOX }];
    await artifacts.write(artifactKeys(attempt).redactedBatch(0), {
      pages: [{ number: 1, text: redacted(text), blocks }],
      title: '',
      name: '',
      paged: true,
      language: 'en',
      counts: {},
    });
    return record;
  };
  return { ports, publish };
}
