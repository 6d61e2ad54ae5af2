import type { Attempt } from '../domain/identity.ts';
import type { ClaimedAttempt, SlotLimits, WorkClass } from '../domain/slots.ts';

/**
 * Attempts that wait to be started, and the slots of those that run. A slot is a lease that expires: those in use are
 * counted anew at each claim, and a holder that dies loses its slot after `SLOT_LEASE_MILLISECONDS` without anyone's
 * doing. Executions are told apart by their names (`executionNameOf`). Reads are strongly consistent.
 *
 * An aborted `signal` rejects any call. Every call throws PipelineFailure `DependencyUnavailable` when the store fails.
 */
export interface Slots {
  /** Puts an attempt at the end of its tenant's list; one that waits already keeps its place and its class. */
  enqueue(run: Attempt, workClass: WorkClass, signal?: AbortSignal): Promise<void>;

  /**
   * Gives the next attempt that fits the limits a slot, in one step for all who ask at once: live before backfill,
   * tenants in turns, each tenant's oldest first; at most half of all slots to backfill. It stays in the list until
   * `started` or `release`: when its lease ends before, because whoever claimed it died, it is given out again.
   */
  claim(limits: SlotLimits, signal?: AbortSignal): Promise<ClaimedAttempt | undefined>;

  /** Takes an attempt whose execution was started off the list. It keeps its slot. */
  started(run: Attempt, signal?: AbortSignal): Promise<void>;

  /**
   * Lengthens a lease. One that has ended is taken again, over the limit if need be: the execution is running, and
   * nobody gains from a limit that is kept by not counting it.
   */
  renew(run: Attempt, signal?: AbortSignal): Promise<void>;

  /** Gives the slot of the execution of this name back and forgets its attempt. Done twice, it does no more than once. */
  release(name: string, signal?: AbortSignal): Promise<void>;

  /** Whether any attempt is on the list, those included that were claimed and not yet started. */
  anyWaiting(signal?: AbortSignal): Promise<boolean>;

  /** Whether an attempt is on the list, claimed or not: it will be started without anyone's doing. */
  isWaiting(run: Attempt, signal?: AbortSignal): Promise<boolean>;

  /** Names of the executions that hold a slot now. */
  held(signal?: AbortSignal): Promise<readonly string[]>;
}
