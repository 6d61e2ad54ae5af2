import { afterEach, expect, it } from 'vitest';
import { dynamoLedger } from '#shared/adapters/aws/dynamo-ledger.ts';
import { dynamoSlots } from '#shared/adapters/aws/dynamo-slots.ts';
import { randomIds } from '#shared/adapters/portable/random-ids.ts';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { SLOT_LEASE_MILLISECONDS } from '#shared/domain/slots.ts';
import { redacted } from '#shared/domain/text.ts';
import { updateDocument } from '#shared/runtime/update-document.ts';
import { manualClock } from '../doubles/manual-clock.ts';
import { documentRecord, stepRecord } from '../doubles/sample-records.ts';
import { describeServices } from './describe-services.ts';
import { answer, type Handle, startFaultProxy } from './fault-proxy.ts';
import type { RunningServer } from './running-server.ts';
import { serviceTables } from './service-tables.ts';

const isConflict = (cause: unknown) => cause instanceof PipelineFailure && cause.name === 'LedgerConflict';

describeServices(['dynamoDb'], ({ dynamoDb }) => {
  const { client, emptyTable } = serviceTables(dynamoDb);
  const proxies: RunningServer[] = [];
  afterEach(async () => {
    for (const proxy of proxies.splice(0)) await proxy.stop();
  });

  const ledgerOn = async () => dynamoLedger({ client, table: await emptyTable(), clock: systemClock, ids: randomIds });

  /** A ledger whose calls go through a proxy. */
  async function ledgerBehind(handle: Handle) {
    const proxy = await startFaultProxy(dynamoDb, handle);
    proxies.push(proxy);
    const behind = serviceTables(proxy.endpoint).client;
    return dynamoLedger({ client: behind, table: await emptyTable(), clock: systemClock, ids: randomIds });
  }

  it('conditional-write races: of 50 who write the first row at once, one wins and the others are told', async () => {
    const ledger = await ledgerOn();

    const writes = await Promise.allSettled(
      Array.from({ length: 50 }, (_, attempt) => ledger.writeDocument(documentRecord({ attempt }))),
    );

    const lost = writes.flatMap((write) => (write.status === 'rejected' ? [write.reason] : []));
    expect(lost).toHaveLength(49);
    expect(lost.every(isConflict)).toBe(true);
  });

  it('200 concurrent writers on one ledger document: each change counts once, and who lost is told', async () => {
    const ledger = await ledgerOn();
    await ledger.writeDocument(documentRecord({ attempt: 0 }));
    const countUp = () =>
      updateDocument(ledger, documentRecord(), (record) => ({
        ...record,
        revision: record.revision + 1,
        attempt: record.attempt + 1,
      }));

    const changes = await Promise.allSettled(Array.from({ length: 200 }, countUp));
    const lost = changes.flatMap((change) => (change.status === 'rejected' ? [change.reason] : []));
    const counted = await ledger.document('acme', 'a1');
    for (const _again of lost) await countUp();

    expect(lost.every(isConflict)).toBe(true);
    expect(counted).toMatchObject({ attempt: 200 - lost.length, revision: 201 - lost.length });
    expect(await ledger.document('acme', 'a1')).toMatchObject({ attempt: 200, revision: 201 });
  });

  it('conditional-write races: a write whose answer got lost is no conflict with itself', async () => {
    let lost = 0;
    const ledger = await ledgerBehind(async (request, forward) => {
      const answered = await forward(request);
      if (request.headers['x-amz-target']?.endsWith('.PutItem') && lost++ === 0) throw new Error('the line broke');
      return answered;
    });

    await ledger.writeDocument(documentRecord());

    expect(lost).toBe(2);
    expect(await ledger.document('acme', 'a1')).toEqual(documentRecord());
  });

  it('throttling: a write that is refused twice is made once', async () => {
    let busy = 2;
    const ledger = await ledgerBehind((request, forward) => {
      if (busy-- <= 0) return forward(request);
      const type = 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException';
      return Promise.resolve(answer(400, {}, { __type: type, message: 'slow down' }));
    });

    await ledger.writeDocument(documentRecord());

    expect(await ledger.document('acme', 'a1')).toEqual(documentRecord());
  });

  it('reads a batch of documents that is more than one answer holds', async () => {
    const ledger = await ledgerOn();
    const name = redacted('n'.repeat(200_000)); // A hundred of them are over the 16 MB of an answer.
    const documentIds = Array.from({ length: 100 }, (_, at) => `a${at}`);
    for (const documentId of documentIds) await ledger.writeDocument(documentRecord({ documentId, name }));

    const found = await ledger.documents('acme', documentIds);

    expect(new Set(found.map(({ documentId }) => documentId))).toEqual(new Set(documentIds));
    expect((await ledger.listDocuments('acme', { status: 'published', limit: 60 })).documents).toHaveLength(60);
  });

  it('tells a history that is more than one page holds', async () => {
    const ledger = await ledgerOn();
    const steps = Array.from({ length: 30 }, (_, at) => stepRecord({ attempt: at + 1, versionId: 'v'.repeat(50_000) }));
    for (const step of steps) await ledger.recordStep(step);

    expect(await ledger.steps('acme', 'a1')).toHaveLength(30);
  });

  it('slots: 12 who claim at once never hold more than the limits, and in the end everyone was served', async () => {
    const clock = manualClock();
    const slots = dynamoSlots({ client, table: await emptyTable(), clock, ids: randomIds });
    const limits = { total: 6, perTenant: 3 };
    const runs = ['acme', 'beta', 'gamma'].flatMap((tenantId) =>
      Array.from({ length: 8 }, (_, at) => ({
        tenantId,
        documentId: `${tenantId}-${at}`,
        versionId: 'v1',
        attempt: 1,
      })),
    );
    for (const run of runs) await slots.enqueue(run, 'live');

    const served = new Set<string>();
    for (let round = 0; served.size < runs.length && round < 20; round += 1) {
      const claims = await Promise.all(Array.from({ length: 12 }, () => slots.claim(limits)));
      const claimed = claims.flatMap((claim) => claim ?? []);
      const held = await slots.held();
      expect(held.length).toBeLessThanOrEqual(limits.total);
      for (const { run } of claimed) await slots.started(run);
      for (const { name } of claimed) served.add(name);
      // Every other holder dies: its slot is free once its lease has ended.
      for (const { name } of claimed.filter((_, at) => at % 2 === 0)) await slots.release(name);
      clock.advance(SLOT_LEASE_MILLISECONDS / 1_000);
    }

    expect(served.size).toBe(runs.length);
    expect(await slots.held()).toEqual([]);
  });
});
