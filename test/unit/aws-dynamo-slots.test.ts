import { describe, expect, it } from 'vitest';
import { dynamoSlots } from '#shared/adapters/aws/dynamo-slots.ts';
import { randomIds } from '#shared/adapters/portable/random-ids.ts';
import { executionNameOf } from '#shared/domain/identity.ts';
import { type Call, fakeDynamoDb } from '../doubles/fake-dynamo-db.ts';
import { manualClock } from '../doubles/manual-clock.ts';

const AMPLE = { total: 100, perTenant: 100 };
const attempt = (documentId: string) => ({ tenantId: 'acme', documentId, versionId: 'v1', attempt: 1 });

/** Slots over a table; `before` hears of each call first, and may answer an error's name. */
function slotsOver(before: (call: Call) => string | undefined | Promise<string | undefined> = () => undefined) {
  const clock = manualClock();
  const pauses: number[] = [];
  const pause = async (tries: number) => void pauses.push(tries);
  const db = fakeDynamoDb({ before });
  const slots = dynamoSlots({ client: db.client, table: 't', clock, ids: randomIds, pause });
  const enqueue = async (documentId: string) => {
    await slots.enqueue(attempt(documentId), 'live');
    clock.advance(0.001);
  };
  return { db, slots, pauses, enqueue };
}

/** Whether a call writes to the partition, or removes from it. */
const isAbout = ({ operation, request }: Call, wanted: string, partition: string) =>
  operation === wanted && String((request.Item ?? request.Key)?.['pk']?.['S']).startsWith(partition);

/** Does something once, at the first call that is meant. */
function once(isMeant: (call: Call) => boolean, work: () => Promise<void>) {
  let isDone = false;
  return async (call: Call) => {
    if (isDone || !isMeant(call)) return undefined;
    isDone = true;
    await work();
    return undefined;
  };
}

describe('dynamoSlots', () => {
  it('finds what is free behind more attempts than it looks at at once, all of which run', async () => {
    const { slots, enqueue } = slotsOver();
    const running = Array.from({ length: 25 }, (_, at) => `d${at}`);
    for (const documentId of [...running, 'free']) await enqueue(documentId);
    await Promise.all(running.map((documentId) => slots.renew(attempt(documentId))));

    const claimed = [await slots.claim(AMPLE), await slots.claim(AMPLE)];

    expect(claimed.map((one) => one?.run.documentId)).toEqual(['free', undefined]);
  });

  it.each([
    ['it found its place', 'PutItem', 'waiting#'],
    ['it looked for its place', 'GetItem', 'waiting-places'],
  ])('holds up nobody by an attempt that is added again, and started once %s', async (_when, operation, partition) => {
    let isAddedAgain = false;
    const isMeant = (call: Call) => isAddedAgain && isAbout(call, operation, partition);
    const { slots, enqueue } = slotsOver(once(isMeant, () => slots.started(attempt('d1'))));
    await enqueue('d1');
    await slots.claim(AMPLE);

    isAddedAgain = true;
    await enqueue('d1');
    await slots.release(executionNameOf(attempt('d1')));
    await enqueue('d2');

    expect((await slots.claim(AMPLE))?.run.documentId).toBe('d2');
    expect(await slots.claim(AMPLE)).toBeUndefined();
    expect(await slots.isWaiting(attempt('d1'))).toBe(false);
  });

  it('keeps the list of an attempt that is added while the list is found empty', async () => {
    let isEmpty = false;
    const isMeant = (call: Call) => isEmpty && isAbout(call, 'DeleteItem', 'waiting-lists');
    const { slots, enqueue } = slotsOver(once(isMeant, () => enqueue('d2')));
    await enqueue('d1');
    await slots.claim(AMPLE);
    await slots.started(attempt('d1'));

    isEmpty = true;
    const found = await slots.claim(AMPLE);

    expect(found).toBeUndefined();
    expect((await slots.claim(AMPLE))?.run.documentId).toBe('d2');
  });

  it('leaves the rest to others when they get ahead of it each time', async () => {
    let isCrowded = true;
    const { db, slots, pauses, enqueue } = slotsOver(({ operation }) => {
      if (isCrowded && operation === 'TransactWriteItems') takeATurn(db);
      return undefined;
    });
    await enqueue('d1');

    const crowdedOut = await slots.claim(AMPLE);
    isCrowded = false;

    expect([crowdedOut, pauses.length]).toEqual([undefined, 8]);
    expect(await slots.held()).toEqual([]);
    expect((await slots.claim(AMPLE))?.run.documentId).toBe('d1');
  });

  it('does not take a table that fails for one on which others were faster', async () => {
    const { slots, pauses, enqueue } = slotsOver(({ operation }) =>
      operation === 'TransactWriteItems' ? 'ProvisionedThroughputExceededException' : undefined,
    );
    await enqueue('d1');

    await expect(slots.claim(AMPLE)).rejects.toMatchObject({ name: 'DependencyUnavailable', cause: undefined });
    expect(pauses).toEqual([]);
  });
});

/** What somebody else's claim leaves: the next revision of the turns. */
function takeATurn({ items }: ReturnType<typeof fakeDynamoDb>): void {
  const key = JSON.stringify([{ S: 'slot-turns' }, { S: 'turns' }]);
  const revision = Number(items.get(key)?.['revision']?.['N'] ?? 0) + 1;
  const turns = { pk: { S: 'slot-turns' }, sk: { S: 'turns' }, served: { M: {} } };
  items.set(key, { ...turns, revision: { N: String(revision) } });
}
