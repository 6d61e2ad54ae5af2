import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Clock, Ids } from '../../ports/clock.ts';
import { type DynamoTable, dynamoTable } from './dynamo-table.ts';
import { jitteredPause, type Pause } from './jittered-pause.ts';

/** What a port is given that keeps its items in the one table. */
export interface LedgerTableOptions {
  readonly client: DynamoDBClient;
  readonly table: string;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Waits before keys that DynamoDB left unserved are asked for again. */
  readonly pause?: Pause;
}

/** The items of `LEDGER_TABLE`, as each of the ports that keep theirs in it reads and writes them. */
export function ledgerTable({
  client,
  table,
  clock,
  pause = jitteredPause({ clock }),
}: Omit<LedgerTableOptions, 'ids'>): DynamoTable {
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  return dynamoTable({ client: documents, table, pause });
}
