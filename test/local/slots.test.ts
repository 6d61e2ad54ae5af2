import { expect, it } from 'vitest';
import { manualClock } from '../doubles/manual-clock.ts';
import { countedSlots, oldestFirst } from '../doubles/worse-slots.ts';
import { backfillRow, fairnessRow } from './slot-fairness.ts';
import { killEveryHolder } from './slot-kills.ts';

const SIZE = { noisy: 400, each: 15 };

it('has every slot back a lease after its holder was killed, at any point, and ends each document once', async () => {
  const row = await killEveryHolder();

  expect(row).toMatchObject({ lost: 0, doubled: 0, verdict: 'held' });
  expect(row.cases).toBeGreaterThan(60);
});

it('would lose documents with leases that never end, or with a counter in their place', async () => {
  const stopped = manualClock();

  const endless = await killEveryHolder((sqlite) => sqlite(stopped));
  const counted = await killEveryHolder(() => countedSlots());

  expect(endless).toMatchObject({ verdict: 'broken' });
  expect(counted).toMatchObject({ verdict: 'broken' });
  expect(Math.min(endless.lost, counted.lost)).toBeGreaterThan(0);
});

it('lets nineteen tenants wait hardly longer when a twentieth sends everything at once', async () => {
  const rows = await Promise.all([1, 2, 3].map((seed) => fairnessRow({ ...SIZE, seed })));

  expect(rows.map(({ verdict, ratio }) => [verdict, ratio <= 2])).toEqual(rows.map(() => ['held', true]));
});

it('would let them wait for all of it if the oldest came first', async () => {
  const row = await fairnessRow({ ...SIZE, under: oldestFirst });

  expect(row).toMatchObject({ lost: 0, verdict: 'broken' });
  expect(row.ratio).toBeGreaterThan(10);
});

it('gives a backfill half of the slots at most', async () => {
  expect(await backfillRow(SIZE)).toMatchObject({ lost: 0, doubled: 0, verdict: 'held' });
});

it('would give it all of them if it were taken for live', async () => {
  const under: Parameters<typeof backfillRow>[0]['under'] = (slots) => ({
    ...slots,
    enqueue: (run, _workClass, signal) => slots.enqueue(run, 'live', signal),
  });

  expect(await backfillRow({ ...SIZE, under })).toMatchObject({ verdict: 'broken' });
});
