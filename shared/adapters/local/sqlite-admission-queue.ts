import * as z from 'zod';
import type { FailureName } from '../../domain/failures.ts';
import type { ObjectEvent } from '../../domain/object-event.ts';
import type { AdmissionQueue } from '../../ports/admission-queue.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Keys } from '../../ports/keys.ts';
import {
  type AdmissionRow,
  bury,
  countAdmissions,
  countDead,
  enqueue,
  giveBack,
  type QueueDepth,
  redrive,
  removeAdmission,
  takeInTurns,
} from './admission-rows.ts';
import { localCall } from './local-call.ts';
import type { Database } from './open-database.ts';

const ObjectEventSchema = z.object({
  bucket: z.string(),
  key: z.string(),
  sequencer: z.string().optional(),
}) satisfies z.ZodType<ObjectEvent>;

interface ReceivedAdmission {
  readonly id: number;
  readonly tenantId: string;
  readonly event: ObjectEvent;
  /** How often it was handed out, this time included. */
  readonly receives: number;
}

export interface DurableAdmissionQueue extends AdmissionQueue {
  /**
   * Up to `max` events, tenants in turns. Each is invisible for so long, and comes again unless it is acknowledged by
   * then: whoever was killed in between loses nothing.
   */
  receive(max: number, visibilitySeconds: number, signal?: AbortSignal): Promise<ReceivedAdmission[]>;
  acknowledge(id: number, signal?: AbortSignal): Promise<void>;
  /** Gives an event back to be tried again in a while, or puts it aside under `failure` once it was tried enough. */
  release(id: number, failure: FailureName, signal?: AbortSignal): Promise<void>;
  depth(signal?: AbortSignal): Promise<QueueDepth>;
  /** How many of a tenant's events were put aside. */
  dead(tenantId: string, signal?: AbortSignal): Promise<number>;
  /** Puts what was set aside back into the queue, of one tenant or of all. How many. */
  redrive(tenantId?: string, signal?: AbortSignal): Promise<number>;
  /** Makes everything that was handed out due at once: for the one receiver, when it knows that the last one is dead. */
  reclaim(signal?: AbortSignal): Promise<void>;
}

interface SqliteAdmissionQueueOptions {
  /** Seals the events: keys of objects hold personal data. */
  readonly keys: Pick<Keys, 'seal' | 'open'>;
  readonly clock: Clock;
}

/** The admission queue in a database of `LEDGER_SCHEMA`. At least once, in no promised order. */
export function sqliteAdmissionQueue(
  database: Database,
  { keys, clock }: SqliteAdmissionQueueOptions,
): DurableAdmissionQueue {
  // One statement sees one state by itself: whoever only looks need not wait for who writes.
  const read = <T>(signal: AbortSignal | undefined, work: () => T) =>
    localCall('the admission queue did not answer', signal, work);
  const call = <T>(signal: AbortSignal | undefined, work: () => T) => read(signal, () => database.transaction(work));
  // What a power cut undoes of these comes again, and delivery is at least once anyhow.
  const relaxed = <T>(signal: AbortSignal | undefined, work: () => T) =>
    read(signal, () => database.relaxedTransaction(work));

  return {
    send: (event, tenantId, signal) =>
      call(signal, () => enqueue(database, tenantId, keys.seal(tenantId, JSON.stringify(event)), clock.now())),

    receive: (max, visibilitySeconds, signal) =>
      relaxed(signal, () =>
        takeInTurns(database, max, clock.now(), visibilitySeconds * 1000).flatMap((row) =>
          openAdmission(database, row, keys, clock),
        ),
      ),

    acknowledge: (id, signal) => relaxed(signal, () => removeAdmission(database, id)),

    release: (id, failure, signal) => call(signal, () => giveBack(database, id, failure, clock.now())),
    depth: (signal) => read(signal, () => countAdmissions(database, clock.now())),
    dead: (tenantId, signal) => read(signal, () => countDead(database, tenantId)),
    redrive: (tenantId, signal) => call(signal, () => redrive(database, clock.now(), tenantId ?? null)),
    reclaim: (signal) =>
      call(signal, () => {
        database.run('UPDATE admissions SET visible_at = ? WHERE visible_at > ?', clock.now(), clock.now());
      }),
  };
}

/** The event, or nothing when it was sealed with a key that is gone: trying again would not help. */
function openAdmission(
  database: Database,
  row: AdmissionRow,
  keys: Pick<Keys, 'open'>,
  clock: Clock,
): ReceivedAdmission[] {
  try {
    const event = ObjectEventSchema.parse(JSON.parse(keys.open(row.tenant_id, row.sealed_event)));
    return [{ id: row.id, tenantId: row.tenant_id, event, receives: row.receives }];
  } catch {
    bury(database, row.id, 'InputInvalid', clock.now());
    return [];
  }
}
