import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { LEDGER_SCHEMA } from '#shared/adapters/local/ledger-schema.ts';
import { openDatabase } from '#shared/adapters/local/open-database.ts';
import { sqliteExecutions } from '#shared/adapters/local/sqlite-executions.ts';
import { manualClock } from '../doubles/manual-clock.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

const INPUT = { tenantId: 'acme', documentId: 'd1', versionId: 'v1', attempt: 1 };

function setUp(folder = temporaryFolder()) {
  const clock = manualClock(1_000);
  const database = openDatabase(join(folder, 'ledger.db'), LEDGER_SCHEMA);
  onTestFinished(() => database.close());
  return { folder, clock, executions: sqliteExecutions(database, { clock }) };
}

describe('sqliteExecutions', () => {
  it('starts a name once, whatever became of it', async () => {
    const { executions } = setUp();

    const started = [await executions.start('e1', INPUT), await executions.start('e1', INPUT)];
    await executions.finish('e1', { outcome: 'succeeded' });

    expect(started).toEqual([true, false]);
    expect(await executions.start('e1', INPUT)).toBe(false);
  });

  it('knows after a kill which executions were running, oldest first', async () => {
    const { folder, clock, executions } = setUp();
    await executions.start('done', INPUT);
    await executions.start('killed 2', { ...INPUT, attempt: 2 });
    clock.advance(-1);
    await executions.start('killed 1', INPUT);
    await executions.finish('done', { outcome: 'succeeded' });

    const running = await setUp(folder).executions.running();

    expect(running).toEqual([
      { name: 'killed 1', input: INPUT, startedAt: 0, runs: 0 },
      { name: 'killed 2', input: { ...INPUT, attempt: 2 }, startedAt: 1_000, runs: 0 },
    ]);
  });

  it('tells a name that was never started from one that runs and one that ended', async () => {
    const { executions } = setUp();
    await executions.start('runs', INPUT);
    await executions.start('ended', INPUT);
    await executions.finish('ended', { outcome: 'ModelThrottled' });

    expect(await Promise.all(['none', 'runs', 'ended'].map((name) => executions.status(name)))).toEqual([
      'absent',
      'running',
      'ended',
    ]);
  });

  it('tells how the executions of a document ended, and keeps the first outcome of each', async () => {
    const { clock, executions } = setUp();
    await executions.start('e1', INPUT);
    clock.advance(2);
    await executions.finish('e1', { outcome: 'DocumentEmpty', historyEvents: 40, largestPayloadBytes: 900 });
    await executions.finish('e1', { outcome: 'succeeded' });
    await executions.start('other', { ...INPUT, documentId: 'd2' });

    expect(await executions.history('d1')).toEqual([
      {
        ...{ name: 'e1', input: INPUT, outcome: 'DocumentEmpty', startedAt: 1_000, endedAt: 3_000, runs: 0 },
        ...{ historyEvents: 40, largestPayloadBytes: 900 },
      },
    ]);
  });

  it('counts runs over restarts, and gives what was begun before what was not, fewest runs first', async () => {
    const { folder, executions } = setUp();
    for (const name of ['crashed twice', 'never begun', 'crashed once']) await executions.start(name, INPUT);
    for (const name of ['crashed twice', 'crashed once']) await executions.begin(name);
    const again = setUp(folder).executions;

    const runs = await again.begin('crashed twice');

    expect(runs).toBe(2);
    expect((await again.running()).map(({ name }) => name)).toEqual(['crashed once', 'crashed twice', 'never begun']);
  });

  it('runs on what a release left that did not count runs yet', async () => {
    const folder = temporaryFolder();
    const [first = ''] = LEDGER_SCHEMA.migrations;
    const old = openDatabase(join(folder, 'ledger.db'), { migrations: [first] });
    old.run(
      'INSERT INTO executions (name, document_id, input, started_at) VALUES (?, ?, ?, ?)',
      ...['e1', INPUT.documentId, JSON.stringify(INPUT), 500],
    );
    old.close();

    const { executions } = setUp(folder);

    expect(await executions.running()).toEqual([{ name: 'e1', input: INPUT, startedAt: 500, runs: 0 }]);
    expect(await executions.begin('e1')).toBe(1);
  });

  it('stops when the signal is aborted', async () => {
    const { executions } = setUp();

    await expect(executions.start('e1', INPUT, AbortSignal.abort())).rejects.toThrow();
    expect(await executions.running()).toEqual([]);
  });
});
