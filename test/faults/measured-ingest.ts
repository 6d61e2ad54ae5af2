import { readFileSync } from 'node:fs';
import path from 'node:path';
import { openStack } from '#infra/local/stack.ts';
import { LocalSettings } from '#shared/contracts/local-settings.ts';
import { documentIdOf } from '#shared/domain/identity.ts';
import { hashedWordsEmbedder } from '../doubles/hashed-words-embedder.ts';
import { listedEntityFinder } from '../doubles/listed-entity-finder.ts';

// A process of its own: takes one file in over doubles of the models, and prints what became of it and what it took.
const [home = '', file = ''] = process.argv.slice(2);

const stack = await openStack({
  settings: LocalSettings.parse({ AFFIDAVIT_HOME: home, AFFIDAVIT_MAX_DOCUMENT_BYTES: String(100 * 1024 ** 2) }),
  runsIngest: true,
  overrides: { embedder: hashedWordsEmbedder(), finders: [listedEntityFinder({})] },
});
const { store, ledger, executions } = stack.ports;
const key = `tenants/local/inbox/${path.basename(file)}`;
const documentId = documentIdOf('local', store.bucket, key);
await store.write(key, readFileSync(file));
await stack.settled();

const record = await ledger.document('local', documentId);
const [execution] = await executions.history(documentId);
await stack.close();
const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
process.stdout.write(
  JSON.stringify({
    status: record?.status,
    failure: record?.failure,
    pages: record?.live?.pages,
    chunks: record?.live?.chunks,
    historyEvents: execution?.historyEvents,
    largestPayloadBytes: execution?.largestPayloadBytes,
    largestResidentMebibytes: maxRSS / 1_024,
    cpuSeconds: (userCPUTime + systemCPUTime) / 1_000_000,
  }),
);
