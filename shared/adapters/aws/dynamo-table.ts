import {
  BatchGetCommand,
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  type PutCommandInput,
  QueryCommand,
  type QueryCommandInput,
  TransactWriteCommand,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { LEDGER_TABLE } from '../../contracts/ledger-table.ts';
import { PipelineFailure } from '../../domain/failures.ts';
import type { CallOptions } from './aws-call.ts';
import type { Pause } from './jittered-pause.ts';

/** An item of the table: its two keys, and what else was put there. */
export interface Item extends Readonly<Record<string, unknown>> {
  readonly pk: string;
  readonly sk: string;
}

export type ItemKey = Pick<Item, 'pk' | 'sk'>;

/** Bytes that a key may have. Source: DynamoDB developer guide, "Quotas and limits", partition and sort key length. */
const LONGEST_KEY = { pk: 2_048, sk: 1_024 };

/** Times that DynamoDB may leave keys of a batch unserved. With the pause between, some ten seconds of throttling. */
const MAX_TRIES = 8;

export interface DynamoTableOptions {
  readonly client: Pick<DynamoDBDocumentClient, 'send'>;
  readonly table: string;
  readonly pause: Pause;
}

/** Why a call did not work. Messages never say what an item holds. */
export const UNREADABLE = 'the ledger did not answer';
export const UNWRITABLE = 'the ledger did not take the row';

/** The ledger's table. Reads are strongly consistent but for the index; errors are those of the SDK. */
export function dynamoTable(options: DynamoTableOptions) {
  return { ...tableReads(options), ...tableWrites(options) };
}

function tableReads({ client, table, pause }: DynamoTableOptions) {
  return {
    get: async ({ pk, sk }: ItemKey, options: CallOptions): Promise<Readonly<Record<string, unknown>> | undefined> => {
      if (!isPossible({ pk, sk })) return undefined;
      const { Item } = await client.send(
        new GetCommand({ TableName: table, Key: { pk, sk }, ConsistentRead: true }),
        options,
      );
      return Item;
    },

    /** Those that exist, in any order; `keys` without doubles, at most 100. */
    getAll: async (keys: readonly ItemKey[], options: CallOptions): Promise<Readonly<Record<string, unknown>>[]> => {
      const found: Record<string, unknown>[] = [];
      let wanted: Record<string, unknown>[] = keys.filter(isPossible).map(({ pk, sk }) => ({ pk, sk }));
      for (let tries = 1; wanted.length > 0; tries += 1) {
        const request = { [table]: { Keys: wanted, ConsistentRead: true } };
        const answer = await client.send(new BatchGetCommand({ RequestItems: request }), options);
        found.push(...(answer.Responses?.[table] ?? []));
        wanted = answer.UnprocessedKeys?.[table]?.Keys ?? [];
        if (wanted.length > 0) await waitOrGiveUp(tries, pause, options.abortSignal);
      }
      return found;
    },

    /** Items of one partition in the order of their sort keys, at most `limit` of them. */
    query: async (
      { pk, after, limit = Number.POSITIVE_INFINITY, index }: PartitionQuery,
      options: CallOptions,
    ): Promise<Readonly<Record<string, unknown>>[]> => {
      if (!fits(pk, LONGEST_KEY.pk)) return [];
      const items: Record<string, unknown>[] = [];
      let start: QueryCommandInput['ExclusiveStartKey'];
      do {
        const input = { ...condition(pk, after, index), TableName: table, ExclusiveStartKey: start };
        const wanted = limit - items.length;
        const bounded = Number.isFinite(wanted) ? { ...input, Limit: wanted } : input;
        const page = await client.send(new QueryCommand(bounded), options);
        items.push(...(page.Items ?? []));
        start = page.LastEvaluatedKey;
      } while (start !== undefined && items.length < limit);
      return items;
    },
  };
}

/** Whether an item can have this key: one that was asked for from outside may be of any length. */
function isPossible({ pk, sk }: ItemKey): boolean {
  return fits(pk, LONGEST_KEY.pk) && fits(sk, LONGEST_KEY.sk);
}

function fits(key: string, longest: number): boolean {
  return key !== '' && Buffer.byteLength(key) <= longest;
}

function tableWrites({ client, table }: DynamoTableOptions) {
  return {
    /** Writes an item whole, if the condition holds. */
    put: async (item: Item, condition: PutCondition, options: CallOptions): Promise<void> => {
      await client.send(new PutCommand({ TableName: table, Item: item, ...condition }), options);
    },

    /** Changes attributes of an item, which it makes if there is none, if the condition holds. */
    update: async ({ pk, sk }: ItemKey, change: ItemChange, options: CallOptions): Promise<void> => {
      await client.send(new UpdateCommand({ TableName: table, Key: { pk, sk }, ...change }), options);
    },

    /** Removes an item if there is one, and if the condition holds. */
    remove: async ({ pk, sk }: ItemKey, condition: PutCondition, options: CallOptions): Promise<void> => {
      await client.send(new DeleteCommand({ TableName: table, Key: { pk, sk }, ...condition }), options);
    },

    /** Writes all of the items, or none when one of their conditions does not hold. */
    putTogether: async (
      puts: readonly { readonly item: Item; readonly condition: PutCondition }[],
      options: CallOptions,
    ): Promise<void> => {
      const items = puts.map(({ item, condition }) => ({ Put: { TableName: table, Item: item, ...condition } }));
      await client.send(new TransactWriteCommand({ TransactItems: items }), options);
    },
  };
}

export type DynamoTable = ReturnType<typeof dynamoTable>;

type PutCondition = Pick<PutCommandInput, 'ConditionExpression' | 'ExpressionAttributeValues'>;

export type ItemChange = Pick<
  UpdateCommandInput,
  'UpdateExpression' | 'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
>;

interface PartitionQuery {
  readonly pk: string;
  /** Only sort keys after this one; an empty one, which no item has, stands for none. */
  readonly after?: string | undefined;
  readonly limit?: number;
  /** A secondary index in place of the table. Its reads lag behind the table's by moments. */
  readonly index?: typeof LEDGER_TABLE.statusIndex;
}

function condition(pk: string, after: string | undefined, index: PartitionQuery['index']) {
  const names = { '#pk': index?.partitionKey ?? LEDGER_TABLE.partitionKey };
  const source = index ? { IndexName: index.name } : { ConsistentRead: true };
  if (after === undefined || after === '') {
    const values = { ':pk': pk };
    return {
      ...source,
      KeyConditionExpression: '#pk = :pk',
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: values,
    };
  }
  return {
    ...source,
    KeyConditionExpression: '#pk = :pk AND #sk > :after',
    ExpressionAttributeNames: { ...names, '#sk': LEDGER_TABLE.sortKey },
    ExpressionAttributeValues: { ':pk': pk, ':after': after },
  };
}

async function waitOrGiveUp(tries: number, pause: Pause, signal: AbortSignal | undefined): Promise<void> {
  if (tries < MAX_TRIES) return pause(tries, signal);
  throw new PipelineFailure('DependencyUnavailable', 'DynamoDB left keys unserved', { details: { tries } });
}
