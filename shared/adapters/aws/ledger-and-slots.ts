import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Ledger } from '../../ports/ledger.ts';
import type { Slots } from '../../ports/slots.ts';
import { randomIds } from '../portable/random-ids.ts';
import { systemClock } from '../portable/system-clock.ts';
import { dynamoLedger } from './dynamo-ledger.ts';
import { dynamoSlots } from './dynamo-slots.ts';

/** What every function on the way of a document keeps in the one table: facts of it, and the slot of its execution. */
export function ledgerAndSlots(options: { readonly client: DynamoDBClient; readonly table: string }): {
  readonly ledger: Ledger;
  readonly slots: Slots;
} {
  const table = { ...options, clock: systemClock, ids: randomIds };
  return { ledger: dynamoLedger(table), slots: dynamoSlots(table) };
}
