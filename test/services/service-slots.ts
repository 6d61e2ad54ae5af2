import { type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { DurableSlots } from '#shared/adapters/local/sqlite-slots.ts';
import type { Slots } from '#shared/ports/slots.ts';

/** The product's slots in DynamoDB, as a process on this machine asks for them. */
export function serviceSlots(slots: Slots, client: DynamoDBClient, table: string): DurableSlots {
  return {
    ...slots,
    waiting: async () => {
      const { Count = 0 } = await client.send(
        new ScanCommand({
          TableName: table,
          ConsistentRead: true,
          Select: 'COUNT',
          FilterExpression: 'begins_with(pk, :waiting)',
          ExpressionAttributeValues: { ':waiting': { S: 'waiting#' } },
        }),
      );
      return Count;
    },
    // On AWS nobody knows that a holder is dead: its lease ends by itself.
    reclaim: async () => undefined,
  };
}
