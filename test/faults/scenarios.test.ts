import { expect, it, type TestContext } from 'vitest';
import { bulkUnderFaults } from '../doubles/bulk-faults.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';
import { droppedEventsScenario } from '../local/reconcile-scenario.ts';
import { throttledScenario } from '../local/redrive-scenario.ts';
import { backfillRow, fairnessRow } from '../local/slot-fairness.ts';
import { killEveryHolder } from '../local/slot-kills.ts';
import type { FaultRow } from './fault-table.ts';

/** Puts a line into the table; a promise that was broken fails the test. */
function expectHeld({ task }: TestContext, row: FaultRow): void {
  task.meta.rows = [...(task.meta.rows ?? []), row];
  expect(row).toMatchObject({ lost: 0, doubled: 0, verdict: 'held' });
}

it('gives all slots back after their holders were killed at every point', async (test) => {
  expectHeld(test, await killEveryHolder());
});

it('lets the others wait no longer than twice as long beside a tenant with 10,000 documents', async (test) => {
  const { ratio, ...row } = await fairnessRow({ noisy: 10_000, each: 50 });

  expectHeld(test, { ...row, note: `p95 dwell ${ratio.toFixed(2)} x quiet` });
});

it('leaves half of the slots to live work beside a backfill', async (test) => {
  expectHeld(test, await backfillRow({ noisy: 10_000, each: 50 }));
});

it('finds in one pass what 5 % of dropped events told of, and runs nothing else again', async (test) => {
  const size = 500;

  const { lost, wrong, rerun, second } = await droppedEventsScenario(temporaryFolder(), size, 1);

  const again = second.missing + second.stale + second.gone;
  expectHeld(test, {
    ...{ scenario: '5 % of events dropped, one pass', cases: size, lost: wrong.length, doubled: rerun.length },
    ...{ stale: again, note: `${lost} found`, verdict: again === 0 && lost > 0 ? 'held' : 'broken' },
  });
});

it('ends 500 rejected documents, each with one effect, by two redrives at once', async (test) => {
  const size = 500;

  const { rejected, records, executions, chunks } = await throttledScenario(temporaryFolder(), size);

  const lost = records.filter(({ status }) => status !== 'published').length;
  const doubled = [...executions.filter((count) => count !== 2), ...chunks.filter((count) => count !== 1)].length;
  const verdict = rejected.length === size ? 'held' : 'broken';
  expectHeld(test, { scenario: 'redrive of 500, twice at once', cases: size, lost, doubled, verdict });
});

it('stores every good chunk once where a fifth of the items is busy and some never fit', async (test) => {
  const { cases, lost, doubled, quarantined, resent, needless } = await bulkUnderFaults();

  const note = `${quarantined} quarantined, ${resent} sent again`;
  const verdict = needless === 0 ? 'held' : 'broken';
  expectHeld(test, { scenario: 'bulk: 20 % busy, 2 % hopeless', cases, lost, doubled, note, verdict });
});
