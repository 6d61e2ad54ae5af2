import * as z from 'zod';
import { AttemptSchema } from '../../contracts/attempt.ts';
import type { SlotLease } from '../../domain/slots.ts';

// Items of slots as they are read back from the table.

const WorkClassSchema = z.enum(['live', 'backfill']);

/** Who was served at which revision. */
export const TurnsSchema = z.object({ revision: z.int(), served: z.record(z.string(), z.int()) });
export type Turns = z.output<typeof TurnsSchema>;

export const LeaseSchema = z
  .object({ sk: z.string(), tenantId: z.string(), workClass: WorkClassSchema, endsAt: z.number() })
  .transform(
    ({ sk, tenantId, workClass, endsAt }): SlotLease => ({ name: sk, tenantId, workClass, expiresAt: endsAt }),
  );
export type Lease = z.output<typeof LeaseSchema>;

/** A list that may hold something: one a tenant and class. `stamp` is new at each addition. */
export const WaitingListSchema = z.object({
  sk: z.string(),
  tenantId: z.string(),
  workClass: WorkClassSchema,
  stamp: z.string(),
});
export type WaitingList = z.output<typeof WaitingListSchema>;

/** Where in which list an attempt waits. */
export const PlaceSchema = z.object({ list: z.string(), position: z.string() });

export const WaitingAttemptSchema = z.object({ name: z.string(), run: AttemptSchema });
