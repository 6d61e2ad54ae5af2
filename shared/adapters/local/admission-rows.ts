import * as z from 'zod';
import { ADMISSION_RECEIVES } from '../../contracts/events.ts';
import type { FailureName } from '../../domain/failures.ts';
import type { Database } from './open-database.ts';

/** Milliseconds until an event given back is handed out again: doubled each time, so that 15 seconds are outlived. */
const FIRST_RETRY_MS = 5_000;

const AdmissionRowSchema = z.object({
  id: z.int(),
  tenant_id: z.string(),
  sealed_event: z.string(),
  receives: z.int(),
});
export type AdmissionRow = z.output<typeof AdmissionRowSchema>;

export interface QueueDepth {
  readonly waiting: number;
  /** Handed out, and neither acknowledged nor given back; or given back and not yet due. */
  readonly inFlight: number;
  /** Put aside after too many tries. */
  readonly dead: number;
}

// Every function here runs inside a transaction. Times are milliseconds since 1970.

/** A tenant that comes anew takes its turn after those who wait. */
export function enqueue(database: Database, tenantId: string, sealedEvent: string, now: number): void {
  database.run(
    'INSERT INTO admissions (tenant_id, sealed_event, visible_at, receives) VALUES (?, ?, ?, 0)',
    ...[tenantId, sealedEvent, now],
  );
  database.run(
    `INSERT INTO admission_tenants (tenant_id, served)
     SELECT ?, coalesce(max(served), 0) FROM admission_tenants WHERE true ON CONFLICT DO NOTHING`,
    tenantId,
  );
}

/** One event a tenant and round, first the tenant whose last turn is longest ago. */
export function takeInTurns(database: Database, max: number, now: number, visibilityMs: number): AdmissionRow[] {
  const taken: AdmissionRow[] = [];
  let tenants = database.all('SELECT tenant_id FROM admission_tenants ORDER BY served, tenant_id');
  while (tenants.length > 0) {
    const waiting: typeof tenants = [];
    for (const tenant of tenants) {
      if (taken.length >= max) return taken;
      const row = takeOne(database, String(tenant['tenant_id']), now, visibilityMs);
      if (!row) continue;
      taken.push(row);
      waiting.push(tenant);
    }
    tenants = waiting;
  }
  return taken;
}

function takeOne(database: Database, tenantId: string, now: number, visibilityMs: number): AdmissionRow | undefined {
  const found = database.get(
    `UPDATE admissions SET receives = receives + 1, visible_at = ?
     WHERE id = (SELECT id FROM admissions WHERE tenant_id = ? AND visible_at <= ? ORDER BY id LIMIT 1)
     RETURNING id, tenant_id, sealed_event, receives`,
    ...[Math.round(now + visibilityMs), tenantId, now],
  );
  if (!found) return undefined;

  const row = AdmissionRowSchema.parse(found);
  if (row.receives > ADMISSION_RECEIVES) {
    // Each time whoever had it neither acknowledged it nor gave it back: it may be what kills the process.
    bury(database, row.id, 'FunctionTimedOut', now);
    return takeOne(database, tenantId, now, visibilityMs);
  }
  database.run(
    'UPDATE admission_tenants SET served = (SELECT max(served) + 1 FROM admission_tenants) WHERE tenant_id = ?',
    tenantId,
  );
  return row;
}

/** Hands an event out again in a while, or puts it aside once it was tried enough. */
export function giveBack(database: Database, id: number, failure: FailureName, now: number): void {
  const row = database.get('SELECT receives FROM admissions WHERE id = ?', id);
  if (!row) return;
  const receives = Number(row['receives']);
  if (receives >= ADMISSION_RECEIVES) {
    bury(database, id, failure, now);
    return;
  }
  const visibleAt = now + FIRST_RETRY_MS * 2 ** (receives - 1);
  database.run('UPDATE admissions SET visible_at = ? WHERE id = ?', Math.round(visibleAt), id);
}

/** Puts an event aside, with the name of what went wrong. */
export function bury(database: Database, id: number, failure: FailureName, now: number): void {
  database.run(
    `INSERT INTO dead_admissions (id, tenant_id, sealed_event, failure, died_at)
     SELECT id, tenant_id, sealed_event, ?, ? FROM admissions WHERE id = ?`,
    ...[failure, now, id],
  );
  removeAdmission(database, id);
}

/** Removes an event, and its tenant's place in the turns when it was the last one. */
export function removeAdmission(database: Database, id: number): void {
  const row = database.get('DELETE FROM admissions WHERE id = ? RETURNING tenant_id', id);
  if (!row) return;
  database.run(
    `DELETE FROM admission_tenants AS turn WHERE tenant_id = ?
     AND NOT EXISTS (SELECT 1 FROM admissions WHERE admissions.tenant_id = turn.tenant_id)`,
    String(row['tenant_id']),
  );
}

/** Queues what was put aside anew, of one tenant or of all. How many. */
export function redrive(database: Database, now: number, tenantId: string | null): number {
  const dead = database.all(
    'DELETE FROM dead_admissions WHERE tenant_id = coalesce(?, tenant_id) RETURNING id, tenant_id, sealed_event',
    tenantId,
  );
  const oldestFirst = dead.sort((a, b) => Number(a['id']) - Number(b['id']));
  for (const row of oldestFirst) enqueue(database, String(row['tenant_id']), String(row['sealed_event']), now);
  return dead.length;
}

/** How many of a tenant's were put aside. */
export function countDead(database: Database, tenantId: string): number {
  return Number(database.get('SELECT count(*) AS dead FROM dead_admissions WHERE tenant_id = ?', tenantId)?.['dead']);
}

export function countAdmissions(database: Database, now: number): QueueDepth {
  const row = database.get(
    `SELECT count(*) FILTER (WHERE visible_at <= ?1) AS waiting, count(*) FILTER (WHERE visible_at > ?1) AS in_flight,
       (SELECT count(*) FROM dead_admissions) AS dead FROM admissions`,
    now,
  );
  return { waiting: Number(row?.['waiting']), inFlight: Number(row?.['in_flight']), dead: Number(row?.['dead']) };
}
