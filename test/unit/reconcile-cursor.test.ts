import { expect, it } from 'vitest';
import type { ReconcileCursor } from '#shared/contracts/reconcile.ts';
import { keepCursor, readCursor } from '#shared/runtime/reconcile/reconcile-cursor.ts';
import { manualClock } from '../doubles/manual-clock.ts';
import { memoryArtifactStore } from '../doubles/memory-artifact-store.ts';

const SIGNAL = new AbortController().signal;
const NO_COUNTS = {
  ...{ seen: 0, missing: 0, stale: 0, recent: 0, dead: 0, unstarted: 0, running: 0, skipped: 0, gone: 0 },
  ...{ orphanChunks: 0, orphanArtifacts: 0 },
};

async function keptSince(seconds: number) {
  const [artifacts, clock] = [memoryArtifactStore(), manualClock()];
  const startedAt = new Date(clock.now()).toISOString();
  const cursor: ReconcileCursor = { phase: 'chunks', after: 'place', counts: NO_COUNTS, startedAt };
  await keepCursor(cursor, { artifacts, clock }, SIGNAL);
  clock.advance(seconds);
  return { cursor, ports: { artifacts, clock } };
}

it('a pass that was cut short within a day goes on where it stopped', async () => {
  const { cursor, ports } = await keptSince(86_400);

  expect(await readCursor(ports, SIGNAL)).toEqual(cursor);
});

it('one that began longer ago, or whose place cannot be read, begins anew', async () => {
  const { ports } = await keptSince(86_401);
  const { ports: unreadable } = await keptSince(0);
  await unreadable.artifacts.write('state/reconcile/cursor.json', { phase: 'unknown' });

  expect(await readCursor(ports, SIGNAL)).toBeUndefined();
  expect(await readCursor(unreadable, SIGNAL)).toBeUndefined();
});

it('one that came to its end leaves nothing behind', async () => {
  const { ports } = await keptSince(0);

  await keepCursor(undefined, ports, SIGNAL);

  expect(ports.artifacts.keys()).toEqual([]);
});
