import * as z from 'zod/mini';
import { attemptSchema } from '../../contracts/attempt.ts';
import { madeOnce } from '../../domain/made-once.ts';
import type { SlotLease } from '../../domain/slots.ts';

// Items of slots as they are read back from the table.

const workClassSchema = madeOnce(() => z.enum(['live', 'backfill']));

/** Who was served at which revision. */
export const turnsSchema = madeOnce(() => z.object({ revision: z.int(), served: z.record(z.string(), z.int()) }));
export type Turns = z.output<ReturnType<typeof turnsSchema>>;

export const leaseSchema = madeOnce(() =>
  z.pipe(
    z.object({ sk: z.string(), tenantId: z.string(), workClass: workClassSchema(), endsAt: z.number() }),
    z.transform(
      ({ sk, tenantId, workClass, endsAt }): SlotLease => ({ name: sk, tenantId, workClass, expiresAt: endsAt }),
    ),
  ),
);
export type Lease = z.output<ReturnType<typeof leaseSchema>>;

/** A list that may hold something: one a tenant and class. `stamp` is new at each addition. */
export const waitingListSchema = madeOnce(() =>
  z.object({
    sk: z.string(),
    tenantId: z.string(),
    workClass: workClassSchema(),
    stamp: z.string(),
  }),
);
export type WaitingList = z.output<ReturnType<typeof waitingListSchema>>;

/** Where in which list an attempt waits. */
export const placeSchema = madeOnce(() => z.object({ list: z.string(), position: z.string() }));

export const waitingAttemptSchema = madeOnce(() =>
  z.object({ sk: z.string(), name: z.string(), run: attemptSchema() }),
);
export type WaitingAttempt = z.output<ReturnType<typeof waitingAttemptSchema>>;
