import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type Attempt, executionNameOf } from '../../domain/identity.ts';
import type { ClaimedAttempt, WorkClass } from '../../domain/slots.ts';
import type { Clock, Ids } from '../../ports/clock.ts';
import type { CallOptions } from './aws-call.ts';
import {
  placeSchema,
  type WaitingAttempt,
  type WaitingList,
  waitingAttemptSchema,
  waitingListSchema,
} from './dynamo-slot-items.ts';
import type { DynamoTable } from './dynamo-table.ts';

/** The lists that may hold something, and the place of each attempt by its execution's name. */
const LISTS = 'waiting-lists';
const PLACES = 'waiting-places';

/** Attempts read from the head of a list at once. Those before the first free one were claimed and not yet started. */
const HEAD = 25;

/** Digits of a time in milliseconds, so that positions sort as text until the year 5138. */
const TIME_DIGITS = 14;

/**
 * Attempts that wait, one partition a tenant and class, in the order in which they came. An addition is three writes
 * that can each be done again: place, attempt, list. Whoever crashed between them is sent the event again and ends it.
 */
export function dynamoWaiting(items: DynamoTable, clock: Clock, ids: Ids) {
  return {
    add: async (run: Attempt, workClass: WorkClass, options: CallOptions): Promise<void> => {
      const name = executionNameOf(run);
      const { tenantId } = run;
      const position = `${String(clock.now()).padStart(TIME_DIGITS, '0')}#${name}`;
      const wanted = { list: `waiting#${workClass}#${tenantId}`, position };
      const place = await placeOf(items, name, wanted, options);
      // The list comes last and with a new stamp: whoever found the list empty before cannot remove it after this.
      await items.put({ pk: place.list, sk: place.position, name, run }, {}, options);
      const [, kept = workClass] = place.list.split('#');
      const list = { pk: LISTS, sk: place.list, tenantId, workClass: kept, stamp: ids.random() };
      await items.put(list, {}, options);
    },

    lists: async (options: CallOptions): Promise<WaitingList[]> =>
      (await items.query({ pk: LISTS }, options)).map((item) => waitingListSchema().parse(item)),

    any: async (options: CallOptions): Promise<boolean> => {
      for (const { sk } of await items.query({ pk: LISTS }, options)) {
        if ((await items.query({ pk: String(sk), limit: 1 }, options)).length > 0) return true;
      }
      return false;
    },

    oldest: (list: WaitingList, isHeld: (name: string) => boolean, options: CallOptions) =>
      oldest(items, list, isHeld, options),

    has: (name: string, options: CallOptions): Promise<boolean> => isListed(items, name, options),

    drop: async (name: string, options: CallOptions): Promise<void> => {
      const place = await knownPlace(items, name, options);
      if (place === undefined) return;
      const { list, position } = place;
      await items.remove({ pk: list, sk: position }, {}, options);
      await items.remove({ pk: PLACES, sk: name }, {}, options);
    },
  };
}

interface Place {
  readonly list: string;
  readonly position: string;
}

/** The place that an attempt has already, or the one that it wants. */
async function placeOf(items: DynamoTable, name: string, wanted: Place, options: CallOptions): Promise<Place> {
  try {
    await items.put({ pk: PLACES, sk: name, ...wanted }, { ConditionExpression: 'attribute_not_exists(pk)' }, options);
    return wanted;
  } catch (cause) {
    if (!(cause instanceof ConditionalCheckFailedException)) throw cause;
    return (await knownPlace(items, name, options)) ?? wanted;
  }
}

async function knownPlace(items: DynamoTable, name: string, options: CallOptions): Promise<Place | undefined> {
  const found = await items.get({ pk: PLACES, sk: name }, options);
  return found && placeSchema().parse(found);
}

/** Only what was added to its end counts: without its list, nobody would come upon it. */
async function isListed(items: DynamoTable, name: string, options: CallOptions): Promise<boolean> {
  const place = await knownPlace(items, name, options);
  if (place === undefined) return false;
  const { list, position } = place;
  const keys = [
    { pk: list, sk: position },
    { pk: LISTS, sk: list },
  ];
  const parts = await Promise.all(keys.map((key) => items.get(key, options)));
  return parts.every((part) => part !== undefined);
}

/**
 * The first that nobody holds. A list found empty is taken off the lists, and an attempt whose place is gone off its list:
 * it was dropped while somebody added it again, and nothing else would ever take it off.
 */
async function oldest(
  items: DynamoTable,
  { sk: list, workClass, stamp }: WaitingList,
  isHeld: (name: string) => boolean,
  options: CallOptions,
): Promise<ClaimedAttempt | undefined> {
  for (;;) {
    const { free, isEmpty } = await firstFree(items, list, isHeld, options);
    if (isEmpty) await removeList(items, list, stamp, options);
    if (free === undefined) return undefined;
    const { sk: position, name, run } = free;
    const place = await knownPlace(items, name, options);
    if (place?.list === list && place.position === position) return { name, run, workClass };
    await items.remove({ pk: list, sk: position }, {}, options);
  }
}

async function firstFree(
  items: DynamoTable,
  list: string,
  isHeld: (name: string) => boolean,
  options: CallOptions,
): Promise<{ readonly free?: WaitingAttempt | undefined; readonly isEmpty: boolean }> {
  for (let after: string | undefined; ; ) {
    const page = await items.query({ pk: list, after, limit: HEAD }, options);
    const free = page.map((item) => waitingAttemptSchema().parse(item)).find(({ name }) => !isHeld(name));
    if (free !== undefined || page.length < HEAD) return { free, isEmpty: page.length === 0 && after === undefined };
    after = String(page.at(-1)?.['sk']);
  }
}

async function removeList(items: DynamoTable, list: string, stamp: string, options: CallOptions): Promise<void> {
  const condition = { ConditionExpression: 'stamp = :before', ExpressionAttributeValues: { ':before': stamp } };
  try {
    await items.remove({ pk: LISTS, sk: list }, condition, options);
  } catch (cause) {
    if (!(cause instanceof ConditionalCheckFailedException)) throw cause;
  }
}
