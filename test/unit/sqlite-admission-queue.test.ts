import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { LEDGER_SCHEMA } from '#shared/adapters/local/ledger-schema.ts';
import { openDatabase } from '#shared/adapters/local/open-database.ts';
import { sqliteAdmissionQueue } from '#shared/adapters/local/sqlite-admission-queue.ts';
import { bytesUnder } from '../doubles/bytes-under.ts';
import { manualClock } from '../doubles/manual-clock.ts';
import { simpleKeys } from '../doubles/simple-keys.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

function setUp(folder = temporaryFolder()) {
  const clock = manualClock();
  const database = openDatabase(join(folder, 'ledger.db'), LEDGER_SCHEMA);
  onTestFinished(() => database.close());
  const queue = sqliteAdmissionQueue(database, { keys: simpleKeys(), clock });
  const send = (tenantId: string, name: string) => queue.send({ bucket: 'b', key: name }, tenantId);
  const receive = async (max = 10) => (await queue.receive(max, 30)).map(({ event }) => event.key);
  return { folder, clock, database, queue, send, receive };
}

describe('sqliteAdmissionQueue', () => {
  it('gives tenants turns, so that a large upload of one holds up no other', async () => {
    const { send, receive } = setUp();
    for (const name of ['a1', 'a2', 'a3', 'a4', 'a5']) await send('acme', name);
    await send('globex', 'g1');
    await send('initech', 'i1');
    await send('initech', 'i2');

    const rounds = [await receive(3), await receive(3), await receive(3)];

    expect(rounds.map((names) => names.toSorted())).toEqual([
      ['a1', 'g1', 'i1'],
      ['a2', 'a3', 'i2'],
      ['a4', 'a5'],
    ]);
  });

  it('gives turns over single receives too', async () => {
    const { send, receive } = setUp();
    for (const name of ['a1', 'a2', 'a3']) await send('acme', name);
    expect(await receive(1)).toEqual(['a1']);
    await send('globex', 'g1');

    const next = [await receive(1), await receive(1)].flat();

    expect(next).toContain('g1');
  });

  it('shows an event to one receiver, and again when its time is up', async () => {
    const { clock, send, receive, queue } = setUp();
    await send('acme', 'a1');

    expect(await receive()).toEqual(['a1']);
    expect(await receive()).toEqual([]);
    expect(await queue.depth()).toEqual({ waiting: 0, inFlight: 1, dead: 0 });
    clock.advance(30);

    expect(await queue.receive(10, 30)).toMatchObject([{ tenantId: 'acme', receives: 2, event: { key: 'a1' } }]);
  });

  it('forgets what was acknowledged', async () => {
    const { clock, queue, send, receive } = setUp();
    await send('acme', 'a1');
    const [admission] = await queue.receive(1, 30);

    await queue.acknowledge(admission?.id ?? 0);
    clock.advance(60);

    expect(await receive()).toEqual([]);
    expect(await queue.depth()).toEqual({ waiting: 0, inFlight: 0, dead: 0 });
  });

  it('waits longer after each failure, and puts an event aside after the third', async () => {
    const { clock, queue, send } = setUp();
    await send('acme', 'a1');

    for (const waitSeconds of [5, 10]) {
      const [admission] = await queue.receive(1, 30);
      await queue.release(admission?.id ?? 0, 'DependencyUnavailable');
      clock.advance(waitSeconds - 0.001);
      expect(await queue.receive(1, 30)).toEqual([]);
      clock.advance(0.001);
    }
    const [last] = await queue.receive(1, 30);
    await queue.release(last?.id ?? 0, 'DependencyUnavailable');

    expect(last?.receives).toBe(3);
    expect(await queue.depth()).toEqual({ waiting: 0, inFlight: 0, dead: 1 });
  });

  it('puts an event aside that was taken three times and never heard of again', async () => {
    const { clock, database, queue, send, receive } = setUp();
    await send('acme', 'poison');
    for (let take = 0; take < 3; take++) {
      expect(await receive()).toEqual(['poison']);
      clock.advance(30);
    }
    await send('acme', 'next');

    expect(await receive()).toEqual(['next']);
    expect(await queue.depth()).toEqual({ waiting: 0, inFlight: 1, dead: 1 });
    expect(database.get('SELECT failure FROM dead_admissions')).toEqual({ failure: 'FunctionTimedOut' });
  });

  it('queues anew what was put aside, when told to', async () => {
    const { clock, queue, send, receive } = setUp();
    await send('acme', 'a1');
    for (let take = 0; take < 3; take++) {
      await receive();
      clock.advance(30);
    }
    expect(await receive()).toEqual([]);
    expect([await queue.dead('acme'), await queue.dead('globex')]).toEqual([1, 0]);

    expect(await queue.redrive('globex')).toBe(0);
    expect(await queue.redrive('acme')).toBe(1);

    expect(await receive()).toEqual(['a1']);
    expect(await queue.redrive()).toBe(0);
  });

  it('keeps events over the end of a process', async () => {
    const before = setUp();
    await before.send('acme', 'a1');
    await before.receive();
    await before.send('acme', 'a2');

    const after = setUp(before.folder);
    const waiting = await after.receive();
    after.clock.advance(30);

    expect(waiting).toEqual(['a2']);
    expect(await after.receive()).toEqual(['a1', 'a2']);
  });

  it('never writes the key of an object in clear', async () => {
    const { folder, send, receive } = setUp();

    await send('acme', 'tenants/acme/inbox/letter of A. Person.txt');

    expect(bytesUnder(folder).includes('Person')).toBe(false);
    expect(await receive()).toEqual(['tenants/acme/inbox/letter of A. Person.txt']);
  });

  it('puts aside what was sealed with a key that is gone, and goes on', async () => {
    const { database, queue, send, receive } = setUp();
    await send('acme', 'a1');
    database.run("UPDATE admissions SET sealed_event = 'AAAA'");
    await send('acme', 'a2');

    expect(await receive()).toEqual(['a2']);
    expect(await queue.depth()).toMatchObject({ dead: 1 });
  });

  it('takes an answer to an event that is no longer there for done', async () => {
    const { queue } = setUp();

    await expect(queue.acknowledge(7)).resolves.toBeUndefined();
    await expect(queue.release(7, 'Unexpected')).resolves.toBeUndefined();
  });
});
