import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { expect, it } from 'vitest';
import { dynamoLedger } from '#shared/adapters/aws/dynamo-ledger.ts';
import { openSearchChunkIndex } from '#shared/adapters/aws/open-search-chunk-index.ts';
import { s3DocumentStore } from '#shared/adapters/aws/s3-document-store.ts';
import { randomIds } from '#shared/adapters/portable/random-ids.ts';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import { textAnalyzer } from '#shared/adapters/portable/text-analyzer.ts';
import { documentIdOf } from '#shared/domain/identity.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';
import { COLLECTIONS, OUTCOMES_WITHOUT_RECOGNITION, TENANTS_FOLDER } from '../fixtures/samples.ts';
import { describeServices } from './describe-services.ts';
import { serviceBuckets } from './service-buckets.ts';
import { serviceIndex } from './service-index.ts';
import { emptyServiceState, type ServiceState } from './service-ports.ts';
import { serviceTables } from './service-tables.ts';

const CHILD = fileURLToPath(new URL('./killed-ingest.ts', import.meta.url));

/** Two collections of the samples: PDF, CSV, JSON, e-mail and Word, two of which are rejected. */
const SAMPLES = OUTCOMES_WITHOUT_RECOGNITION.filter(({ document }) =>
  /^(acme\/finance|globex\/contracts)\//.test(document),
);

/** Side effects after which a process is killed: the first while it hears of the documents, the next at work on them. */
const KILLS = [50, 230];

/** More than a lease of a slot lasts. */
const LEASE_SECONDS = 90;

describeServices(['s3Mock', 'dynamoDb', 'openSearch'], (endpoints) => {
  function adaptersOf({ documentBucket, table }: ServiceState) {
    const { client } = serviceBuckets(endpoints.s3Mock);
    const dynamo = serviceTables(endpoints.dynamoDb).client;
    const { connect } = serviceIndex(endpoints.openSearch);
    return {
      store: s3DocumentStore({ client, bucket: documentBucket, clock: systemClock }),
      ledger: dynamoLedger({ client: dynamo, table, clock: systemClock, ids: randomIds }),
      index: openSearchChunkIndex({ connect, analyzer: textAnalyzer(), clock: systemClock }),
      keysIn: async (bucket: string) => {
        const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket }));
        return Contents.map(({ Key = '' }) => Key);
      },
    };
  }

  /** What it was ended by, and what it printed. */
  async function ingest(options: object) {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', CHILD, JSON.stringify(options)]);
    const [[code, signal], problems] = await Promise.all([once(child, 'close'), text(child.stderr)]);
    return { code, signal, problems };
  }

  it('crash and redelivery: samples taken in by handlers that are killed twice end as the store has them', async () => {
    const state = await emptyServiceState(endpoints);
    const { store, ledger, index, keysIn } = adaptersOf(state);
    for (const rule of COLLECTIONS) await ledger.writeCollection(rule);
    for (const { document } of SAMPLES) {
      await store.write(`tenants/${document}`, readFileSync(new URL(document, TENANTS_FOLDER)));
    }
    const run = { home: temporaryFolder(), endpoints, state };

    for (const [at, killAt] of KILLS.entries()) {
      const killed = await ingest({ ...run, killAt, aheadSeconds: at * LEASE_SECONDS });
      expect(killed).toMatchObject({ signal: 'SIGKILL' });
    }
    const ended = await ingest({ ...run, aheadSeconds: KILLS.length * LEASE_SECONDS });

    expect(ended).toEqual({ code: 0, signal: null, problems: '' });
    for (const { document, status, failure } of SAMPLES) {
      const [tenantId = ''] = document.split('/');
      const key = `tenants/${document}`;
      const documentId = documentIdOf(tenantId, store.bucket, key);
      const record = await ledger.document(tenantId, documentId);
      const head = await store.head(key);
      const chunks = await index.documentChunks(tenantId, documentId);
      const bytes = readFileSync(new URL(document, TENANTS_FOLDER));
      expect(record, document).toMatchObject({ status, attempt: 1 });
      expect(record?.failure?.name, document).toBe(failure);
      expect(head, document).toMatchObject({ state: 'present', versionId: record?.source?.versionId });
      expect(
        chunks.map(({ position }) => position),
        document,
      ).toEqual(Array.from({ length: record?.live?.chunks ?? 0 }, (_, position) => position));
      if (status === 'published') {
        expect(record?.live?.contentHash, document).toBe(createHash('sha256').update(bytes).digest('hex'));
      }
    }
    expect((await keysIn(state.artifactBucket)).filter((key) => /^(raw|work)\//.test(key))).toEqual([]);
  });
});
