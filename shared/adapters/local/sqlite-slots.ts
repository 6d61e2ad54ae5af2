import * as z from 'zod';
import { attemptSchema } from '../../contracts/attempt.ts';
import { type Attempt, executionNameOf } from '../../domain/identity.ts';
import {
  type ClaimedAttempt,
  SLOT_LEASE_MILLISECONDS,
  SLOT_MEMORY_MILLISECONDS,
  type SlotLease,
  type SlotLimits,
  slotRoom,
  WORK_CLASSES,
  type WorkClass,
} from '../../domain/slots.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Slots } from '../../ports/slots.ts';
import { localCall } from './local-call.ts';
import type { Database } from './open-database.ts';

export interface DurableSlots extends Slots {
  /** Attempts on the list, those included that were claimed and not yet started. */
  waiting(signal?: AbortSignal): Promise<number>;
  /** Ends every lease: for the one process that runs executions, when it knows that the last one is dead. */
  reclaim(signal?: AbortSignal): Promise<void>;
}

const WorkClassSchema = z.enum(['live', 'backfill']);
const WaitingSchema = z.object({ name: z.string(), input: z.string(), work_class: WorkClassSchema });
const LeaseSchema = z.object({
  name: z.string(),
  tenant_id: z.string(),
  work_class: WorkClassSchema,
  expires_at: z.int(),
});

/** Waiting attempts and slots in a database of `LEDGER_SCHEMA`; each call is one transaction, or reads once. */
export function sqliteSlots(database: Database, { clock }: { readonly clock: Clock }): DurableSlots {
  const call = <T>(signal: AbortSignal | undefined, work: () => T) => read(signal, () => database.transaction(work));

  return {
    enqueue: (run, workClass, signal) => call(signal, () => enqueue(database, run, workClass, clock.now())),
    claim: (limits, signal) => call(signal, () => claim(database, limits, clock.now())),
    started: (run, signal) => call(signal, () => dropWaiting(database, executionNameOf(run))),
    renew: (run, signal) => call(signal, () => hold(database, executionNameOf(run), run.tenantId, 'live', clock.now())),
    release: (name, signal) =>
      call(signal, () => {
        dropWaiting(database, name);
        database.run('DELETE FROM slots WHERE name = ?', name);
      }),
    isWaiting: (run, signal) =>
      read(signal, () => {
        const row = database.get('SELECT 1 FROM waiting_attempts WHERE name = ?', executionNameOf(run));
        return row !== undefined;
      }),
    held: (signal) =>
      read(signal, () =>
        database.all('SELECT name FROM slots WHERE expires_at > ?', clock.now()).map(({ name }) => String(name)),
      ),
    reclaim: (signal) =>
      call(signal, () => {
        database.run('UPDATE slots SET expires_at = ? WHERE expires_at > ?', clock.now(), clock.now());
      }),
    anyWaiting: (signal) => read(signal, () => database.get('SELECT 1 FROM waiting_attempts LIMIT 1') !== undefined),
    waiting: (signal) =>
      read(signal, () => Number(database.get('SELECT count(*) AS count FROM waiting_attempts')?.['count'])),
  };
}

/** One statement sees one state by itself: whoever only looks need not wait for who writes. */
function read<T>(signal: AbortSignal | undefined, work: () => T): Promise<T> {
  return localCall('the slots did not answer', signal, work);
}

function enqueue(database: Database, run: Attempt, workClass: WorkClass, now: number): void {
  database.run(
    `INSERT INTO waiting_attempts (name, tenant_id, work_class, input, queued_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING`,
    ...[executionNameOf(run), run.tenantId, workClass, JSON.stringify(run), now],
  );
  database.run('INSERT INTO slot_turns (tenant_id, served) VALUES (?, 0) ON CONFLICT DO NOTHING', run.tenantId);
}

function claim(database: Database, limits: SlotLimits, now: number): ClaimedAttempt | undefined {
  database.run('DELETE FROM slots WHERE expires_at <= ?', now - SLOT_MEMORY_MILLISECONDS);
  const leases = database.all('SELECT * FROM slots WHERE expires_at > ?', now).map((row): SlotLease => {
    const { name, tenant_id: tenantId, work_class: workClass, expires_at: expiresAt } = LeaseSchema.parse(row);
    return { name, tenantId, workClass, expiresAt };
  });
  const room = slotRoom(leases, limits, now);
  if (room.isFull) return undefined;

  const tenants = database.all('SELECT tenant_id FROM slot_turns ORDER BY served, tenant_id');
  for (const workClass of WORK_CLASSES) {
    for (const tenant of tenants.map(({ tenant_id }) => String(tenant_id))) {
      const claimed = room.fits(tenant, workClass) ? oldest(database, tenant, workClass, now) : undefined;
      if (claimed === undefined) continue;
      hold(database, claimed.name, tenant, workClass, now);
      const turn = '(SELECT max(served) + 1 FROM slot_turns)';
      database.run(`UPDATE slot_turns SET served = ${turn} WHERE tenant_id = ?`, tenant);
      return claimed;
    }
  }
  return undefined;
}

/** What waits longest of a tenant and class, and was not claimed by somebody who may still be starting it. */
function oldest(database: Database, tenantId: string, workClass: WorkClass, now: number): ClaimedAttempt | undefined {
  const row = database.get(
    `SELECT name, input, work_class FROM waiting_attempts AS attempt WHERE tenant_id = ? AND work_class = ?
     AND NOT EXISTS (SELECT 1 FROM slots WHERE slots.name = attempt.name AND expires_at > ?)
     ORDER BY position LIMIT 1`,
    ...[tenantId, workClass, now],
  );
  if (row === undefined) return undefined;
  const { name, input } = WaitingSchema.parse(row);
  return { name, run: attemptSchema().parse(JSON.parse(input)), workClass };
}

/** Leases that are this fresh are left as they are, in milliseconds: short steps would write the file at every turn. */
const FRESH_MILLISECONDS = 5_000;

/** A lease that is taken again keeps its class. */
function hold(database: Database, name: string, tenantId: string, workClass: WorkClass, now: number): void {
  database.run(
    `INSERT INTO slots (name, tenant_id, work_class, expires_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (name) DO UPDATE SET expires_at = excluded.expires_at
     WHERE slots.expires_at < excluded.expires_at - ?`,
    ...[name, tenantId, workClass, Math.round(now + SLOT_LEASE_MILLISECONDS), FRESH_MILLISECONDS],
  );
}

function dropWaiting(database: Database, name: string): void {
  database.run('DELETE FROM waiting_attempts WHERE name = ?', name);
}
