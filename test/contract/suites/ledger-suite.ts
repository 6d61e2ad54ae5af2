import { describe, expect, it } from 'vitest';
import type { CollectionRule } from '#shared/domain/document.ts';
import type { Ledger } from '#shared/ports/ledger.ts';
import { documentRecord, receipt, stepRecord } from '../../doubles/sample-records.ts';
import type { PortSuite } from './port-suite.ts';

/** What every ledger keeps to. `create` gives an empty one. */
export function ledgerSuite({ name, create }: PortSuite<Ledger>): void {
  describe(`Ledger, ${name}`, () => {
    describeDocuments(create);
    describeLists(create);
    describeSteps(create);
    describeCollections(create);
    describeAnswers(create);

    it('stops when the signal is aborted', async () => {
      const ledger = await create();
      const signal = AbortSignal.abort();

      await expect(ledger.writeDocument(documentRecord(), signal)).rejects.toThrow();
      await expect(ledger.document('acme', 'a1', signal)).rejects.toThrow();
      expect(await ledger.document('acme', 'a1')).toBeUndefined();
    });
  });
}

type Create = () => Ledger | Promise<Ledger>;

function describeDocuments(create: Create): void {
  it('reads a row back as it was written', async () => {
    const ledger = await create();

    await ledger.writeDocument(documentRecord());

    expect(await ledger.document('acme', 'a1')).toEqual(documentRecord());
  });

  it('reads a row back whose optional fields are missing', async () => {
    const ledger = await create();
    const { source: _source, live: _live, failure: _failure, leaseExpiresAt: _lease, ...bare } = documentRecord();

    await ledger.writeDocument(bare);

    expect(await ledger.document('acme', 'a1')).toEqual(bare);
  });

  it('keeps tenants apart', async () => {
    const ledger = await create();
    await ledger.writeDocument(documentRecord());

    expect(await ledger.document('globex', 'a1')).toBeUndefined();
    expect(await ledger.documents('globex', ['a1'])).toEqual([]);
    expect(await ledger.listDocuments('globex', { limit: 10 })).toEqual({ documents: [] });
  });

  it('takes a row that follows on the stored revision', async () => {
    const ledger = await create();
    await ledger.writeDocument(documentRecord());

    await ledger.writeDocument(documentRecord({ revision: 2, status: 'deleted' }));

    expect(await ledger.document('acme', 'a1')).toMatchObject({ revision: 2, status: 'deleted' });
  });

  it.each([
    ['a first row where one is', 1, 1],
    ['a row that was overtaken', 2, 2],
    ['a row that skips a revision', 1, 3],
  ])('refuses %s, and keeps what it has', async (_what, stored, offered) => {
    const ledger = await create();
    for (let revision = 1; revision <= stored; revision++) await ledger.writeDocument(documentRecord({ revision }));

    const write = ledger.writeDocument(documentRecord({ revision: offered, status: 'held' }));

    await expect(write).rejects.toMatchObject({ name: 'LedgerConflict' });
    expect(await ledger.document('acme', 'a1')).toMatchObject({ revision: stored, status: 'published' });
  });

  it('refuses a later revision of a row that is not there', async () => {
    const ledger = await create();

    await expect(ledger.writeDocument(documentRecord({ revision: 2 }))).rejects.toMatchObject({
      name: 'LedgerConflict',
    });
  });

  it('lets one of many writers of the same revision win', async () => {
    const ledger = await create();
    await ledger.writeDocument(documentRecord());

    const writes = await Promise.allSettled(
      Array.from({ length: 8 }, (_, attempt) => ledger.writeDocument(documentRecord({ revision: 2, attempt }))),
    );

    expect(writes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('reads the rows that exist among 100 ids', async () => {
    const ledger = await create();
    await ledger.writeDocument(documentRecord());
    await ledger.writeDocument(documentRecord({ documentId: 'a2' }));

    const ids = ['a2', 'a1', ...Array.from({ length: 98 }, (_, at) => `missing-${at}`)];
    const rows = await ledger.documents('acme', ids);

    expect(new Set(rows.map(({ documentId }) => documentId))).toEqual(new Set(['a1', 'a2']));
    expect(rows).toHaveLength(2);
    expect(await ledger.documents('acme', [])).toEqual([]);
  });

  it.each([
    ['empty', ''],
    ['longer than any', 'a'.repeat(3_000)],
  ])('knows nothing under an id that is %s', async (_what, id) => {
    const ledger = await create();
    await ledger.writeDocument(documentRecord());

    expect(await ledger.document('acme', id)).toBeUndefined();
    expect(await ledger.documents('acme', [id, 'a1'])).toHaveLength(1);
    expect(await ledger.steps('acme', id)).toEqual([]);
    expect(await ledger.receipt('acme', id)).toBeUndefined();
    expect(await ledger.collection('acme', id)).toBeUndefined();
  });
}

function describeLists(create: Create): void {
  it('lists a tenant by document id, page by page', async () => {
    const ledger = await create();
    for (const documentId of ['a3', 'a1', 'a2']) await ledger.writeDocument(documentRecord({ documentId }));

    const first = await ledger.listDocuments('acme', { limit: 2 });
    const second = await ledger.listDocuments('acme', { limit: 2, after: first.next });

    expect(first.documents.map(({ documentId }) => documentId)).toEqual(['a1', 'a2']);
    expect(first.next).toBeDefined();
    expect(second.documents.map(({ documentId }) => documentId)).toEqual(['a3']);
    expect(second.next).toBeUndefined();
  });

  it('takes an empty place to go on from for the beginning', async () => {
    const ledger = await create();
    await ledger.writeDocument(documentRecord());

    for (const status of [undefined, 'published'] as const) {
      expect((await ledger.listDocuments('acme', { status, limit: 10, after: '' })).documents).toHaveLength(1);
    }
  });

  it('lists those of one status, also when the status has changed', async () => {
    const ledger = await create();
    for (const documentId of ['a1', 'a2', 'a3', 'a4']) {
      await ledger.writeDocument(documentRecord({ documentId, status: documentId === 'a2' ? 'published' : 'held' }));
    }
    await ledger.writeDocument(documentRecord({ documentId: 'a3', revision: 2, status: 'published' }));

    const held: string[] = [];
    let after: string | undefined;
    do {
      const page = await ledger.listDocuments('acme', { status: 'held', limit: 1, after });
      held.push(...page.documents.map(({ documentId }) => documentId));
      after = page.next;
    } while (after !== undefined);

    expect(held).toEqual(['a1', 'a4']);
  });
}

function describeSteps(create: Create): void {
  it('tells the history of all attempts, oldest first', async () => {
    const ledger = await create();
    const later = stepRecord({
      attempt: 2,
      startedAt: '2026-01-01T00:01:00.000Z',
      endedAt: '2026-01-01T00:01:01.000Z',
    });
    const earlier = stepRecord({ step: 'extract', startedAt: '2026-01-01T00:00:00.000Z' });

    for (const step of [later, stepRecord(), earlier]) await ledger.recordStep(step);

    expect(await ledger.steps('acme', 'a1')).toEqual([earlier, stepRecord(), later]);
    expect(await ledger.steps('globex', 'a1')).toEqual([]);
    expect(await ledger.steps('acme', 'a2')).toEqual([]);
  });

  it('widens the times of a step that runs again, counts its runs and takes the later outcome', async () => {
    const ledger = await create();
    await ledger.recordStep(stepRecord({ outcome: 'ModelThrottled' }));

    await ledger.recordStep(
      stepRecord({ startedAt: '2026-01-01T00:00:01.000Z', endedAt: '2026-01-01T00:00:05.000Z', outcome: 'succeeded' }),
    );
    await ledger.recordStep(stepRecord({ endedAt: '2026-01-01T00:00:04.000Z', outcome: 'DetectorUnavailable' }));

    expect(await ledger.steps('acme', 'a1')).toEqual([
      stepRecord({ startedAt: '2026-01-01T00:00:01.000Z', endedAt: '2026-01-01T00:00:05.000Z', runs: 3 }),
    ]);
  });

  it('loses no run of a step whose batches end together', async () => {
    const ledger = await create();

    await Promise.all(Array.from({ length: 8 }, () => ledger.recordStep(stepRecord())));

    expect(await ledger.steps('acme', 'a1')).toEqual([stepRecord({ runs: 8 })]);
  });
}

function describeCollections(create: Create): void {
  const rule = (tenantId: string, collection: string): CollectionRule => ({
    tenantId,
    collection,
    access: ['group:finance', 'user:ana'],
    policy: 'strict',
  });

  it('keeps the rule of a collection, and a new rule replaces it', async () => {
    const ledger = await create();
    await ledger.writeCollection(rule('acme', 'contracts'));

    await ledger.writeCollection({ ...rule('acme', 'contracts'), policy: 'identifiers' });

    expect(await ledger.collection('acme', 'contracts')).toEqual({
      ...rule('acme', 'contracts'),
      policy: 'identifiers',
    });
    expect(await ledger.collection('acme', 'inbox')).toBeUndefined();
    expect(await ledger.collection('globex', 'contracts')).toBeUndefined();
  });

  it('lists the rules of one tenant or of all', async () => {
    const ledger = await create();
    const rules = [rule('acme', 'contracts'), rule('acme', 'inbox'), rule('globex', 'contracts')];
    for (const each of rules) await ledger.writeCollection(each);

    expect(new Set(await ledger.collections('acme'))).toEqual(new Set(rules.slice(0, 2)));
    expect(new Set(await ledger.collections())).toEqual(new Set(rules));
  });
}

function describeAnswers(create: Create): void {
  it('reads a receipt back, to its tenant alone', async () => {
    const ledger = await create();

    await ledger.writeReceipt(receipt());

    expect(await ledger.receipt('acme', 'answer-1')).toEqual(receipt());
    expect(await ledger.receipt('globex', 'answer-1')).toBeUndefined();
    expect(await ledger.receipt('acme', 'answer-2')).toBeUndefined();
  });

  it('takes feedback, and a second thought', async () => {
    const ledger = await create();
    const at = '2026-01-01T00:00:00.000Z';
    const feedback = { tenantId: 'acme', answerId: 'answer-1', user: 'ana', answeredAt: at, at } as const;

    await ledger.writeFeedback({ ...feedback, verdict: 'helpful' });

    await expect(ledger.writeFeedback({ ...feedback, verdict: 'unhelpful' })).resolves.toBeUndefined();
  });
}
