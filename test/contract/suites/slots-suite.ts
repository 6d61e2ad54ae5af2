import { describe, expect, it } from 'vitest';
import { executionNameOf } from '#shared/domain/identity.ts';
import { SLOT_LEASE_MILLISECONDS, type WorkClass } from '#shared/domain/slots.ts';
import type { Slots } from '#shared/ports/slots.ts';
import type { ManualClock } from '../../doubles/manual-clock.ts';
import type { PortSuite } from './port-suite.ts';

const LEASE_SECONDS = SLOT_LEASE_MILLISECONDS / 1_000;
const AMPLE = { total: 100, perTenant: 100 };

/** Ids of documents differ between tenants. */
const attempt = (tenantId: string, documentId: string) => ({
  ...{ tenantId, documentId: `${tenantId}/${documentId}`, versionId: 'v1', attempt: 1 },
});

interface SlotsUnderTest {
  readonly slots: Slots;
  readonly clock: ManualClock;
}

/** What every adapter of slots keeps to. `create` gives an empty one, on a clock that the test moves. */
export function slotsSuite({ name, create }: PortSuite<SlotsUnderTest>): void {
  const setUp = async () => {
    const { slots, clock } = await create();
    /** Each a moment after the one before: `acme/1`, `acme/2 backfill`. */
    const enqueue = async (...places: readonly string[]) => {
      for (const place of places) {
        const [, tenantId = '', documentId = '', workClass = 'live'] = /^(\w+)\/(\w+)(?: (\w+))?$/.exec(place) ?? [];
        await slots.enqueue(attempt(tenantId, documentId), workClass as WorkClass); // As the test wrote it.
        clock.advance(0.001);
      }
    };
    /** Documents in the order in which they get slots, until none does. */
    const claimAll = async (limits = AMPLE) => {
      const documents: string[] = [];
      for (let claimed = await slots.claim(limits); claimed; claimed = await slots.claim(limits))
        documents.push(claimed.run.documentId);
      return documents;
    };
    return { slots, clock, enqueue, claimAll };
  };

  describe(`Slots, ${name}`, () => {
    it('gives out an attempt as it was queued, and once', async () => {
      const { slots, enqueue } = await setUp();
      await enqueue('acme/1 backfill');

      const claimed = [await slots.claim(AMPLE), await slots.claim(AMPLE)];

      const run = attempt('acme', '1');
      expect(claimed).toEqual([{ name: executionNameOf(run), run, workClass: 'backfill' }, undefined]);
      expect(await slots.held()).toEqual([executionNameOf(run)]);
    });

    it('says whether any attempt waits, claimed or not, until it is started', async () => {
      const { slots, enqueue } = await setUp();
      const before = await slots.anyWaiting();
      await enqueue('acme/1');
      const queued = await slots.anyWaiting();
      await slots.claim(AMPLE);
      const claimed = await slots.anyWaiting();

      await slots.started(attempt('acme', '1'));

      expect([before, queued, claimed, await slots.anyWaiting()]).toEqual([false, true, true, false]);
    });

    it('keeps the place and the class of an attempt that is queued again', async () => {
      const { slots, enqueue, claimAll } = await setUp();

      await enqueue('acme/1', 'acme/2', 'acme/1 backfill');

      expect(await claimAll()).toEqual(['acme/1', 'acme/2']);
      expect(await slots.held()).toHaveLength(2);
    });

    it('never gives out more than the total, nor more than its share to a tenant', async () => {
      const { enqueue, claimAll } = await setUp();
      await enqueue('acme/1', 'acme/2', 'acme/3', 'beta/1', 'beta/2', 'gamma/1');

      expect(await claimAll({ total: 4, perTenant: 2 })).toEqual(['acme/1', 'beta/1', 'gamma/1', 'acme/2']);
      expect(await claimAll({ total: 100, perTenant: 2 })).toEqual(['beta/2']);
    });

    it('serves tenants in turns, however many documents one has sent', async () => {
      const { slots, enqueue, claimAll } = await setUp();
      await enqueue('acme/1', 'acme/2', 'acme/3');
      await slots.claim(AMPLE);
      await enqueue('beta/1', 'beta/2');

      expect(await claimAll()).toEqual(['beta/1', 'acme/2', 'beta/2', 'acme/3']);
    });

    it('serves what is live before any backfill, and gives backfills half of the slots at most', async () => {
      const { enqueue, claimAll } = await setUp();
      await enqueue('acme/1 backfill', 'acme/2 backfill', 'acme/3 backfill', 'beta/1');

      expect(await claimAll({ total: 4, perTenant: 4 })).toEqual(['beta/1', 'acme/1', 'acme/2']);
    });

    it('lets a single slot serve a backfill too', async () => {
      const { enqueue, claimAll } = await setUp();
      await enqueue('acme/1 backfill');

      expect(await claimAll({ total: 1, perTenant: 1 })).toEqual(['acme/1']);
    });

    it('gives a slot that is released to the next, and does not care to hear it twice', async () => {
      const { slots, enqueue, claimAll } = await setUp();
      await enqueue('acme/1', 'acme/2', 'acme/3');
      await slots.claim({ total: 1, perTenant: 1 });

      await slots.release(executionNameOf(attempt('acme', '1')));
      await slots.release(executionNameOf(attempt('acme', '1')));

      expect(await claimAll({ total: 1, perTenant: 1 })).toEqual(['acme/2']);
    });

    it('has every slot back when the lease of its holder ends, and not before', async () => {
      const { slots, clock, enqueue, claimAll } = await setUp();
      await enqueue('acme/1', 'acme/2');
      const limits = { total: 1, perTenant: 1 };
      await slots.claim(limits);
      await slots.started(attempt('acme', '1'));

      clock.advance(LEASE_SECONDS - 1);
      const before = await claimAll(limits);
      clock.advance(1);

      expect(before).toEqual([]);
      expect(await slots.held()).toEqual([]);
      expect(await claimAll(limits)).toEqual(['acme/2']);
    });

    it('gives out again what was claimed and never started, and nothing that was started', async () => {
      const { slots, clock, enqueue, claimAll } = await setUp();
      await enqueue('acme/1', 'acme/2');
      await claimAll();
      await slots.started(attempt('acme', '1'));

      clock.advance(LEASE_SECONDS);

      expect(await claimAll()).toEqual(['acme/2']);
    });

    it('tells of an attempt that it waits, claimed or not, until it is started or given back', async () => {
      const { slots, enqueue } = await setUp();
      await enqueue('acme/1', 'acme/2');
      const [first, second] = [attempt('acme', '1'), attempt('acme', '2')];
      const queued = await slots.isWaiting(first);
      await slots.claim(AMPLE);

      const claimed = await slots.isWaiting(first);
      await slots.started(first);
      await slots.release(executionNameOf(second));

      expect([queued, claimed]).toEqual([true, true]);
      expect([await slots.isWaiting(first), await slots.isWaiting(second)]).toEqual([false, false]);
    });

    it('holds a lease for as long as it is renewed', async () => {
      const { slots, clock, enqueue, claimAll } = await setUp();
      await enqueue('acme/1', 'acme/2');
      const limits = { total: 1, perTenant: 1 };
      await slots.claim(limits);

      for (let renewals = 0; renewals < 5; renewals += 1) {
        clock.advance(LEASE_SECONDS - 1);
        await slots.renew(attempt('acme', '1'));
      }

      expect(await claimAll(limits)).toEqual([]);
      clock.advance(LEASE_SECONDS);
      expect(await slots.held()).toEqual([]);
    });

    it('takes a lease that has ended again under its class, over the limit by one, and then counts it', async () => {
      const { slots, clock, enqueue, claimAll } = await setUp();
      await enqueue('acme/1 backfill');
      await slots.claim(AMPLE);
      await slots.started(attempt('acme', '1'));
      clock.advance(LEASE_SECONDS);
      await enqueue('beta/1', 'beta/2', 'gamma/1 backfill', 'gamma/2 backfill');
      await claimAll({ total: 2, perTenant: 2 });

      await slots.renew(attempt('acme', '1'));

      expect(await slots.held()).toHaveLength(3);
      expect(await claimAll({ total: 3, perTenant: 3 })).toEqual([]);
      expect(await claimAll({ total: 5, perTenant: 5 })).toEqual(['gamma/1']);
    });

    it('gives each attempt to one of many who ask at once', async () => {
      const { slots, enqueue } = await setUp();
      await enqueue('acme/1', 'acme/2', 'beta/1', 'beta/2', 'gamma/1');

      const claims = await Promise.all(Array.from({ length: 4 }, () => slots.claim({ total: 3, perTenant: 3 })));

      const names = claims.flatMap((claimed) => claimed?.name ?? []);
      expect(new Set(names).size).toBe(names.length);
      expect(names.length).toBe(3);
      expect((await slots.held()).toSorted()).toEqual(names.toSorted());
    });

    it('stops when the signal is aborted', async () => {
      const { slots } = await setUp();
      const signal = AbortSignal.abort();

      await expect(slots.enqueue(attempt('acme', '1'), 'live', signal)).rejects.toThrow();
      await expect(slots.claim(AMPLE, signal)).rejects.toThrow();
      await expect(slots.release(executionNameOf(attempt('acme', '1')), signal)).rejects.toThrow();
      await expect(slots.isWaiting(attempt('acme', '1'), signal)).rejects.toThrow();
      expect(await slots.claim(AMPLE)).toBeUndefined();
    });
  });
}
