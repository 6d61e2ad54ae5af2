import { sqliteAdmissionQueue } from '#shared/adapters/local/sqlite-admission-queue.ts';
import { manualClock } from '../doubles/manual-clock.ts';
import { simpleKeys } from '../doubles/simple-keys.ts';
import { temporaryLedger } from '../doubles/temporary-ledger.ts';
import { admissionQueueSuite } from './suites/admission-queue-suite.ts';

admissionQueueSuite({
  name: 'local: SQLite',
  create: () => {
    const database = temporaryLedger();
    const queue = sqliteAdmissionQueue(database, { keys: simpleKeys(), clock: manualClock() });
    return { queue, received: async () => (await queue.receive(10, 60)).map(({ event }) => event) };
  },
});
