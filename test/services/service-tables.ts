import { randomUUID } from 'node:crypto';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LEDGER_TABLE } from '#shared/contracts/ledger-table.ts';
import { ANY_CREDENTIALS } from './service-buckets.ts';

/** A client of the DynamoDB at `endpoint`, and tables on it as the stack declares the ledger's, each of its own. */
export function serviceTables(endpoint: string) {
  const client = new DynamoDBClient({ ...ANY_CREDENTIALS, endpoint });
  const emptyTable = async (): Promise<string> => {
    const TableName = `ledger-${randomUUID()}`;
    const { partitionKey, sortKey, statusIndex } = LEDGER_TABLE;
    const text = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' }) as const;
    const keys = (hash: string) => [
      { AttributeName: hash, KeyType: 'HASH' } as const,
      { AttributeName: sortKey, KeyType: 'RANGE' } as const,
    ];
    const byStatus = { IndexName: statusIndex.name, KeySchema: keys(statusIndex.partitionKey) };
    await client.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [partitionKey, sortKey, statusIndex.partitionKey].map(text),
        KeySchema: keys(partitionKey),
        GlobalSecondaryIndexes: [{ ...byStatus, Projection: { ProjectionType: 'KEYS_ONLY' } }],
      }),
    );
    return TableName;
  };
  return { client, emptyTable };
}
