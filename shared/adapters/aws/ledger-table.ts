import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { DynamoLedgerOptions } from './dynamo-ledger.ts';
import { type DynamoTable, dynamoTable } from './dynamo-table.ts';
import { jitteredPause } from './jittered-pause.ts';

/** The items of `LEDGER_TABLE`, as each of the ports that keep theirs in it reads and writes them. */
export function ledgerTable({
  client,
  table,
  clock,
  pause = jitteredPause({ clock }),
}: Omit<DynamoLedgerOptions, 'ids'>): DynamoTable {
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  return dynamoTable({ client: documents, table, pause });
}
