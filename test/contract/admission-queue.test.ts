import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { LEDGER_SCHEMA } from '#shared/adapters/local/ledger-schema.ts';
import { openDatabase } from '#shared/adapters/local/open-database.ts';
import { sqliteAdmissionQueue } from '#shared/adapters/local/sqlite-admission-queue.ts';
import { manualClock } from '../doubles/manual-clock.ts';
import { simpleKeys } from '../doubles/simple-keys.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';
import { admissionQueueSuite } from './suites/admission-queue-suite.ts';

admissionQueueSuite({
  name: 'local: SQLite',
  create: () => {
    const database = openDatabase(join(temporaryFolder(), 'ledger.db'), LEDGER_SCHEMA);
    onTestFinished(() => database.close());
    const queue = sqliteAdmissionQueue(database, { keys: simpleKeys(), clock: manualClock() });
    return { queue, received: async () => (await queue.receive(10, 60)).map(({ event }) => event) };
  },
});
