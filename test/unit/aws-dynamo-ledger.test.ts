import { describe, expect, it } from 'vitest';
import { dynamoLedger } from '#shared/adapters/aws/dynamo-ledger.ts';
import { dynamoSpending } from '#shared/adapters/aws/dynamo-spending.ts';
import { randomIds } from '#shared/adapters/portable/random-ids.ts';
import { LEDGER_TABLE } from '#shared/contracts/ledger-table.ts';
import { fakeDynamoDb } from '../doubles/fake-dynamo-db.ts';
import { manualClock } from '../doubles/manual-clock.ts';
import { documentRecord, receipt } from '../doubles/sample-records.ts';

type FakeOptions = Parameters<typeof fakeDynamoDb>[0];

function ledgerOver(options: FakeOptions = {}) {
  const db = fakeDynamoDb(options);
  const clock = manualClock();
  const pauses: number[] = [];
  const pause = async (tries: number) => void pauses.push(tries);
  return { db, clock, pauses, ledger: dynamoLedger({ client: db.client, table: 't', clock, ids: randomIds, pause }) };
}

describe('dynamoLedger', () => {
  it('reads strongly consistently everywhere but on the index, whose rows it reads again', async () => {
    const { db, ledger } = ledgerOver();
    await ledger.writeDocument(documentRecord({ status: 'held' }));

    await ledger.document('acme', 'a1');
    await ledger.documents('acme', ['a1']);
    await ledger.listDocuments('acme', { limit: 1 });
    await ledger.steps('acme', 'a1');
    await ledger.collections();
    await ledger.listDocuments('acme', { status: 'held', limit: 1 });

    const reads = db.calls.filter(({ operation }) => operation !== 'PutItem');
    const lagging = reads.filter(({ request }) => {
      const consistent = request.ConsistentRead ?? request.RequestItems?.['t']?.ConsistentRead;
      return consistent !== true;
    });
    expect(lagging.map(({ request }) => request.IndexName)).toEqual([LEDGER_TABLE.statusIndex.name]);
  });

  it('shows no row under a status that it no longer has, although the index still says so', async () => {
    const { db, ledger } = ledgerOver();
    await ledger.writeDocument(documentRecord({ status: 'held' }));
    const [[key, stored] = ['', {}]] = [...db.items];
    await ledger.writeDocument(documentRecord({ revision: 2, status: 'published' }));
    db.items.set(key, { ...db.items.get(key), statusKey: stored['statusKey'] ?? {} });

    expect(await ledger.listDocuments('acme', { status: 'held', limit: 10 })).toEqual({ documents: [] });
  });

  it('takes its own write for done when its answer got lost and the SDK sent it again', async () => {
    const { db, ledger } = ledgerOver({ maxAttempts: 2, after: once('InternalServerError') });

    await expect(ledger.writeDocument(documentRecord())).resolves.toBeUndefined();

    expect(db.calls.map(({ operation }) => operation)).toEqual(['PutItem', 'PutItem', 'GetItem']);
  });

  it('asks again for the keys of a batch that were left unserved, after a pause', async () => {
    const { ledger, pauses } = ledgerOver({ batchSize: 1 });
    for (const documentId of ['a1', 'a2', 'a3']) await ledger.writeDocument(documentRecord({ documentId }));

    const rows = await ledger.documents('acme', ['a1', 'a2', 'a3', 'a1']);

    expect(rows.map(({ documentId }) => documentId)).toEqual(['a1', 'a2', 'a3']);
    expect(pauses).toEqual([1, 2]);
  });

  it('gives up on keys that are never served', async () => {
    const { ledger, pauses } = ledgerOver({ batchSize: 0 });

    await expect(ledger.documents('acme', ['a1'])).rejects.toMatchObject({ name: 'DependencyUnavailable' });
    expect(pauses).toHaveLength(7);
  });

  it('tells of a failure by its name and status alone', async () => {
    const { ledger } = ledgerOver({ before: () => 'ProvisionedThroughputExceededException' });

    await expect(ledger.document('acme', 'a1')).rejects.toMatchObject({
      name: 'DependencyUnavailable',
      message: 'the ledger did not answer',
      details: { error: 'ProvisionedThroughputExceededException', status: 400 },
      cause: undefined,
    });
  });

  it('does not take a table that refuses a write for another writer who was faster', async () => {
    const { db, ledger } = ledgerOver({ before: refusing('PutItem', 'ProvisionedThroughputExceededException') });

    await expect(ledger.writeDocument(documentRecord())).rejects.toMatchObject({ name: 'DependencyUnavailable' });

    expect(db.calls.map(({ operation }) => operation)).toEqual(['PutItem']);
  });

  it('refuses a row that it does not understand', async () => {
    const { db, ledger } = ledgerOver();
    await ledger.writeDocument(documentRecord());
    const [[key, item] = ['', {}]] = [...db.items];
    db.items.set(key, { ...item, record: { M: {} } });

    await expect(ledger.document('acme', 'a1')).rejects.toMatchObject({ name: 'DependencyUnavailable' });
  });

  it('lets a receipt expire after 90 days, whether it was removed by then or not', async () => {
    const { db, clock, ledger } = ledgerOver();
    await ledger.writeReceipt(receipt());

    clock.advance(90 * 24 * 60 * 60 - 1);
    const before = await ledger.receipt('acme', 'answer-1');
    clock.advance(1);
    const after = await ledger.receipt('acme', 'answer-1');

    expect([before, after]).toEqual([receipt(), undefined]);
    const item = [...db.items.values()].find(({ sk }) => sk?.['S'] === 'receipt');
    expect(item?.[LEDGER_TABLE.timeToLive]).toEqual({ N: String(clock.now() / 1_000) });
  });
});

describe('dynamoSpending', () => {
  it.each(['ProvisionedThroughputExceededException', 'InternalServerError'])(
    'neither grants nor refuses money when the table answers %s',
    async (name) => {
      const { client } = fakeDynamoDb({ before: refusing('UpdateItem', name) });
      const spending = dynamoSpending({ client, table: 't', clock: manualClock(), ids: randomIds });
      await spending.setBudget('acme', 1_000);

      await expect(spending.reserve('acme', 10)).rejects.toMatchObject({ name: 'DependencyUnavailable' });
      expect(await spending.account('acme', '2026-01')).toMatchObject({ spent: 0, reserved: 0 });
    },
  );
});

/** Answers calls of this operation by this error. */
function refusing(wanted: string, name: string) {
  return ({ operation }: { readonly operation: string }) => (operation === wanted ? name : undefined);
}

/** Answers this error once. */
function once(name: string): () => string | undefined {
  let calls = 0;
  return () => (calls++ === 0 ? name : undefined);
}
