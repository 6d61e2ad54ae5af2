import type { Attempt } from './identity.ts';

/** `live`: somebody has just sent the document. `backfill`: documents that are there already are processed anew. */
export type WorkClass = 'live' | 'backfill';

/** In the order in which they are served. */
export const WORK_CLASSES: readonly WorkClass[] = ['live', 'backfill'];

/** How many executions may run at once. */
export interface SlotLimits {
  readonly total: number;
  readonly perTenant: number;
}

/** The right of one execution to run, until its time is up. */
export interface SlotLease {
  /** Of the execution. */
  readonly name: string;
  readonly tenantId: string;
  readonly workClass: WorkClass;
  /** Milliseconds since 1970; from then on the slot is free. */
  readonly expiresAt: number;
}

/** An attempt that was given a slot and is to be started. */
export interface ClaimedAttempt {
  readonly name: string;
  readonly run: Attempt;
  readonly workClass: WorkClass;
}

/**
 * How long a lease holds without being renewed, in milliseconds: no slot of a dead holder is gone for longer. A step
 * that is tried again waits at most as long (the state machine's longest delay).
 */
export const SLOT_LEASE_MILLISECONDS = 60_000;

/** How often a running step renews its execution's lease, in milliseconds: two renewals may fail and it still holds. */
export const SLOT_RENEWAL_MILLISECONDS = 20_000;

/** How long an expired lease is remembered, in milliseconds, for an execution that comes back: as long as one may run. */
export const SLOT_MEMORY_MILLISECONDS = 125 * 60_000;

/** What the leases that hold at a moment leave room for. */
export interface SlotRoom {
  readonly isFull: boolean;
  /** Whether this execution has a slot. */
  isHeld(name: string): boolean;
  /** Whether a further execution of this tenant and class stays within every limit. */
  fits(tenantId: string, workClass: WorkClass): boolean;
}

/** The one place that counts. It counts leases, so that nothing is ever to be counted down by somebody who died. */
export function slotRoom(leases: readonly SlotLease[], { total, perTenant }: SlotLimits, now: number): SlotRoom {
  const held = leases.filter(({ expiresAt }) => expiresAt > now);
  const names = new Set(held.map(({ name }) => name));
  const isFull = held.length >= total;
  // At least one, or a backfill would never end where there is a single slot.
  const forBackfill = Math.max(1, Math.floor(total / 2));
  const backfills = held.filter(({ workClass }) => workClass === 'backfill').length;
  return {
    isFull,
    isHeld: (name) => names.has(name),
    fits: (tenantId, workClass) =>
      !isFull &&
      held.filter((lease) => lease.tenantId === tenantId).length < perTenant &&
      (workClass === 'live' || backfills < forBackfill),
  };
}
