import path from 'node:path';
import { answerHistory } from '#shared/adapters/local/answer-history.ts';
import { openIndexFiles } from '#shared/adapters/local/index-files.ts';
import { LEDGER_SCHEMA } from '#shared/adapters/local/ledger-schema.ts';
import { METRIC_HISTORY_SCHEMA, metricHistory } from '#shared/adapters/local/metric-history.ts';
import { openDatabase } from '#shared/adapters/local/open-database.ts';
import { sqliteAdmissionQueue } from '#shared/adapters/local/sqlite-admission-queue.ts';
import { sqliteChunkIndex } from '#shared/adapters/local/sqlite-chunk-index.ts';
import { sqliteExecutions } from '#shared/adapters/local/sqlite-executions.ts';
import { sqliteGenerations } from '#shared/adapters/local/sqlite-generations.ts';
import { sqliteLedger } from '#shared/adapters/local/sqlite-ledger.ts';
import { sqliteSlots } from '#shared/adapters/local/sqlite-slots.ts';
import { sqliteSpending } from '#shared/adapters/local/sqlite-spending.ts';
import { randomIds } from '#shared/adapters/portable/random-ids.ts';
import { textAnalyzer } from '#shared/adapters/portable/text-analyzer.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Keys } from '#shared/ports/keys.ts';
import type { Orchestrator } from '#shared/ports/orchestrator.ts';
import { metricPorts } from './metric-ports.ts';

/** Of the state folder: what was measured, by the minute. */
export const METRICS_FILE = 'metrics.sqlite';

/** What is kept in SQLite: the ledger with queue and executions, and the index. */
export function openDatabases(home: string, keys: Keys, clock: Clock) {
  const ledger = openDatabase(path.join(home, 'ledger.sqlite'), LEDGER_SCHEMA);
  const index = openIndexFiles(path.join(home, 'index.sqlite'));
  const measures = openDatabase(path.join(home, METRICS_FILE), METRIC_HISTORY_SCHEMA);
  const analyzer = textAnalyzer();
  const executions = sqliteExecutions(ledger, { clock });
  const orchestrator: Orchestrator = {
    start: async (name, input, signal) => void (await executions.start(name, input, signal)),
    status: (name, signal) => executions.status(name, signal),
  };
  const ports = {
    ledger: sqliteLedger(ledger),
    queue: sqliteAdmissionQueue(ledger, { keys, clock }),
    executions,
    orchestrator,
    slots: sqliteSlots(ledger, { clock }),
    answers: answerHistory(ledger),
    spending: sqliteSpending(ledger, { clock, ids: randomIds }),
    analyzer,
    index: sqliteChunkIndex(index, { analyzer }),
    generations: sqliteGenerations(index, { analyzer }),
    ...metricPorts(metricHistory(measures, { clock })),
    checkpoint: () => {
      ledger.checkpoint();
      index.checkpoint();
    },
  };
  const close = () => {
    ledger.close();
    index.close();
    measures.close();
  };
  return { ports, close };
}
