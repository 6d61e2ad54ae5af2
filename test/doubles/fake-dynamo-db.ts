import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { updatedItem } from './fake-dynamo-update.ts';

/** A value as DynamoDB's protocol writes it, such as `{"S": "text"}`. */
type Attribute = Readonly<Record<string, unknown>>;
type Item = Readonly<Record<string, Attribute>>;

interface Request {
  readonly Key?: Item;
  readonly Item?: Item;
  readonly ConditionExpression?: string;
  readonly UpdateExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Item;
  readonly IndexName?: string;
  readonly ConsistentRead?: boolean;
  readonly TransactItems?: readonly { readonly Put: Request }[];
  readonly Limit?: number;
  readonly ExclusiveStartKey?: Item;
  readonly RequestItems?: Readonly<
    Record<string, { readonly Keys: readonly Item[]; readonly ConsistentRead?: boolean }>
  >;
}

export interface Call {
  readonly operation: string;
  readonly request: Request;
}

interface Options {
  /** Times that the SDK sends a request, at most. */
  readonly maxAttempts?: number;
  /** Items that a query hands out at once, at most. */
  readonly pageSize?: number;
  /** Keys that a batch serves at once, at most; the rest come back unprocessed. */
  readonly batchSize?: number;
  /** Runs before a call is served, which waits for it; what it returns, an error's name, is answered instead. */
  readonly before?: (call: Call) => string | undefined | Promise<string | undefined>;
  /** Runs after a call was served, and may lose its answer alike. */
  readonly after?: (call: Call) => string | undefined;
}

/** The real client over a table in memory, as much of the protocol as the ledger uses. `calls` are what it was asked. */
export function fakeDynamoDb(options: Options = {}) {
  const items = new Map<string, Item>();
  const calls: Call[] = [];
  const client = new DynamoDBClient({
    region: 'eu-central-1',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'invented' },
    maxAttempts: options.maxAttempts ?? 1,
    requestHandler: {
      handle: async ({ headers, body }: { headers: Record<string, string>; body: Uint8Array }) => {
        const operation = headers['x-amz-target']?.split('.').at(-1) ?? '';
        const call = { operation, request: JSON.parse(new TextDecoder().decode(body)) as Request }; // What the SDK wrote.
        calls.push(call);
        const refusal = await options.before?.(call);
        if (refusal !== undefined) return { response: failure(refusal) };
        const answer = serve(items, call, options);
        const lost = options.after?.(call);
        return { response: lost === undefined ? answer : failure(lost) };
      },
    },
  });
  return { client, calls, items };
}

function serve(items: Map<string, Item>, { operation, request }: Call, options: Options) {
  if (keysIn(request).some(isRefused)) return failure('ValidationException');
  if (operation === 'PutItem') return put(items, request);
  if (operation === 'GetItem') return answer({ Item: items.get(keyOf(request.Key)) });
  if (operation === 'UpdateItem') return update(items, request);
  if (operation === 'DeleteItem') return remove(items, request);
  if (operation === 'TransactWriteItems') return putTogether(items, request);
  if (operation === 'BatchGetItem') return batchGet(items, request, options);
  if (operation === 'Query') return query(items, request, options);
  return failure('UnknownOperationException');
}

/** Every key that a request names. */
function keysIn({ Key, Item: item, RequestItems, TransactItems, ExpressionAttributeValues }: Request): Item[] {
  const batched = Object.values(RequestItems ?? {}).flatMap(({ Keys }) => Keys);
  const together = (TransactItems ?? []).map(({ Put: { Item: put = {} } }): Item => put);
  const { ':pk': pk, ':after': after } = ExpressionAttributeValues ?? {};
  const asked: Item = { ...(pk && { pk }), ...(after && { sk: after }) };
  return [asked, Key ?? {}, item ?? {}, ...batched, ...together];
}

/** As DynamoDB refuses keys that are empty or too long. */
function isRefused({ pk, sk }: Item): boolean {
  const isOut = (attribute: Attribute | undefined, longest: number) =>
    attribute !== undefined && (attribute['S'] === '' || bytesOf(attribute).length > longest);
  return isOut(pk, 2_048) || isOut(sk, 1_024);
}

function put(items: Map<string, Item>, { Item: item = {}, ...request }: Request) {
  if (!holds(items.get(keyOf(item)), request)) return failure('ConditionalCheckFailedException');
  items.set(keyOf(item), item);
  return answer({});
}

function update(items: Map<string, Item>, request: Request) {
  const changed = updatedItem(items.get(keyOf(request.Key)) ?? {}, request);
  if (changed === undefined) return failure('ConditionalCheckFailedException');
  items.set(keyOf(request.Key), { ...request.Key, ...changed });
  return answer({});
}

function remove(items: Map<string, Item>, request: Request) {
  if (!holds(items.get(keyOf(request.Key)), request)) return failure('ConditionalCheckFailedException');
  items.delete(keyOf(request.Key));
  return answer({});
}

function putTogether(items: Map<string, Item>, { TransactItems = [] }: Request) {
  const puts = TransactItems.map(({ Put }) => Put);
  const codes = puts.map((request) =>
    holds(items.get(keyOf(request.Item)), request) ? 'None' : 'ConditionalCheckFailed',
  );
  if (codes.some((code) => code !== 'None')) {
    return failure('TransactionCanceledException', { CancellationReasons: codes.map((Code) => ({ Code })) });
  }
  for (const { Item: item = {} } of puts) items.set(keyOf(item), item);
  return answer({});
}

/** The conditions that the ledger writes under, and no other. */
function holds(stored: Item | undefined, { ConditionExpression, ExpressionAttributeValues }: Request): boolean {
  if (ConditionExpression === undefined) return true;
  if (ConditionExpression === 'attribute_not_exists(pk)') return stored === undefined;
  const [, attribute = ''] = /^(revision|stamp|monthly) = :before$/.exec(ConditionExpression) ?? [];
  return same(stored?.[attribute], ExpressionAttributeValues?.[':before']);
}

function batchGet(items: Map<string, Item>, { RequestItems = {} }: Request, { batchSize = 100 }: Options) {
  const [[table, { Keys }] = ['', { Keys: [] }]] = Object.entries(RequestItems);
  const names = Keys.map(keyOf);
  if (names.length > 100 || new Set(names).size < names.length || names.length === 0) {
    return failure('ValidationException');
  }
  const found = names.slice(0, batchSize).flatMap((name) => items.get(name) ?? []);
  const left = Keys.slice(batchSize);
  return answer({
    Responses: { [table]: found },
    UnprocessedKeys: left.length > 0 ? { [table]: { Keys: left, ConsistentRead: true } } : {},
  });
}

function query(items: Map<string, Item>, request: Request, { pageSize = 1_000 }: Options) {
  const { ExpressionAttributeNames: names = {}, ExpressionAttributeValues: values = {} } = request;
  if (request.IndexName !== undefined && request.ConsistentRead === true) return failure('ValidationException');
  const after = request.ExclusiveStartKey?.['sk'] ?? values[':after'];
  const matching = [...items.values()]
    .filter((item) => same(item[names['#pk'] ?? ''], values[':pk']))
    .sort((a, b) => Buffer.compare(bytesOf(a['sk']), bytesOf(b['sk'])))
    .filter((item) => after === undefined || Buffer.compare(bytesOf(item['sk']), bytesOf(after)) > 0);
  const page = matching.slice(0, Math.min(pageSize, request.Limit ?? pageSize));
  const last = page.at(-1);
  // DynamoDB names a last key whenever it stopped at a limit, also where nothing follows.
  const isCut = page.length === Math.min(pageSize, request.Limit ?? pageSize);
  return answer({ Items: page, ...(isCut && last ? { LastEvaluatedKey: { pk: last['pk'], sk: last['sk'] } } : {}) });
}

function keyOf(item: Item | undefined): string {
  return JSON.stringify([item?.['pk'], item?.['sk']]);
}

function bytesOf(attribute: Attribute | undefined): Buffer {
  return Buffer.from(String(attribute?.['S']));
}

function same(a: unknown, b: unknown): boolean {
  return a !== undefined && JSON.stringify(a) === JSON.stringify(b);
}

function answer(body: object) {
  return response(200, body);
}

function failure(name: string, more: object = {}) {
  const status = name === 'InternalServerError' ? 500 : 400;
  return response(status, { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: name, ...more });
}

function response(statusCode: number, body: object) {
  const bytes = Buffer.from(JSON.stringify(body));
  return { statusCode, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: bytes };
}
