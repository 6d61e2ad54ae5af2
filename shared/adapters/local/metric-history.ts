import * as z from 'zod';
import type { MetricPoint } from '../../domain/metric-series.ts';
import { METRIC_NAMES, type MetricName } from '../../domain/operational-metrics.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Metrics } from '../../ports/metrics.ts';
import type { Database, DatabaseSchema } from './open-database.ts';

/** What was emitted in each minute, all processes together. */
export const METRIC_HISTORY_SCHEMA: DatabaseSchema = {
  migrations: [
    `
    CREATE TABLE minutes (
      minute INTEGER NOT NULL, metric TEXT NOT NULL, count INTEGER NOT NULL, sum REAL NOT NULL,
      minimum REAL NOT NULL, maximum REAL NOT NULL, PRIMARY KEY (minute, metric)
    ) STRICT, WITHOUT ROWID;
    `,
  ],
};

export interface MetricHistory extends Metrics {
  /** What was emitted of a metric from one minute up to another, in minutes since 1970, the last one included. */
  read(metric: MetricName, from: number, to: number): ReadonlyMap<number, MetricPoint>;
}

const MINUTE = 60_000;

/** Minutes, 31 days: as long as the longest window of an objective, and a day. */
const KEPT = 31 * 1_440;

const PointSchema = z.object({
  minute: z.int(),
  count: z.int(),
  sum: z.number(),
  minimum: z.number(),
  maximum: z.number(),
});

/** Keeps metrics by the minute in a database of `METRIC_HISTORY_SCHEMA`, as CloudWatch does, for `affidavit slo`. */
export function metricHistory(database: Database, { clock }: { readonly clock: Clock }): MetricHistory {
  const now = () => Math.floor(clock.now() / MINUTE);
  database.run('DELETE FROM minutes WHERE minute < ?', now() - KEPT);
  return {
    emit: (values) => {
      const observed = Object.entries(values).filter(([name]) => METRIC_NAMES.includes(name as MetricName));
      try {
        database.relaxedTransaction(() => {
          for (const [name, value] of observed) add(database, now(), name, value);
        });
      } catch {
        // A figure that is lost is no reason to fail what it was taken of.
      }
    },
    read: (metric, from, to) => {
      const rows = database.all(
        'SELECT * FROM minutes WHERE metric = ? AND minute BETWEEN ? AND ?',
        ...[metric, from, to],
      );
      const points = rows.map((row) => PointSchema.parse(row));
      return new Map(points.map(({ minute, ...point }) => [minute, point]));
    },
  };
}

function add(database: Database, minute: number, metric: string, value: number): void {
  database.run(
    `INSERT INTO minutes (minute, metric, count, sum, minimum, maximum) VALUES (?1, ?2, 1, ?3, ?3, ?3)
     ON CONFLICT DO UPDATE SET count = count + 1, sum = sum + ?3, minimum = min(minimum, ?3), maximum = max(maximum, ?3)`,
    ...[minute, metric, value],
  );
}
