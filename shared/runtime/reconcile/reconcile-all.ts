import {
  RECONCILE_PHASES,
  type ReconcileCounts,
  type ReconcileCursor,
  type ReconcilePhase,
} from '../../contracts/reconcile.ts';
import { compareLedger } from './compare-ledger.ts';
import { compareStore } from './compare-store.ts';
import { clearCursor, readCursor, writeCursor } from './reconcile-cursor.ts';
import type { ReconcilePage, ReconcilePorts } from './reconcile-page.ts';
import { sweepArtifacts } from './sweep-artifacts.ts';
import { sweepChunks } from './sweep-chunks.ts';

const PAGES: Readonly<Record<ReconcilePhase, ReconcilePage>> = {
  store: compareStore,
  ledger: compareLedger,
  chunks: sweepChunks,
  artifacts: sweepArtifacts,
};

const NOTHING: ReconcileCounts = {
  ...{ seen: 0, missing: 0, stale: 0, dead: 0, unstarted: 0, running: 0, skipped: 0, gone: 0 },
  ...{ orphanChunks: 0, orphanArtifacts: 0 },
};

interface ReconcileOptions {
  /** Goes on where a pass that was cut short stopped, and keeps a cursor for the next. Without, all is looked at. */
  readonly isResumable: boolean;
  /** Told after each page what was found so far. */
  readonly onPage?: (counts: ReconcileCounts) => void;
}

/**
 * Finds what no event told of: compares store, ledger, index and artifacts page by page, announces what admission has to
 * look at and removes what stands for nothing. Safe to run at any time, twice at once, and again after it was killed;
 * what is as it should be costs reads alone.
 *
 * @throws PipelineFailure `DependencyUnavailable`; a pass that is resumable goes on from that page the next time.
 */
export async function reconcileAll(
  ports: ReconcilePorts,
  { isResumable, onPage = () => undefined }: ReconcileOptions,
  signal: AbortSignal,
): Promise<ReconcileCounts> {
  const begun: ReconcileCursor = {
    phase: 'store',
    counts: NOTHING,
    startedAt: new Date(ports.clock.now()).toISOString(),
  };
  let cursor: ReconcileCursor = (isResumable ? await readCursor(ports, signal) : undefined) ?? begun;
  for (;;) {
    signal.throwIfAborted();
    const { found, next } = await PAGES[cursor.phase](cursor.after, ports, signal);
    const phase = next === undefined ? RECONCILE_PHASES[RECONCILE_PHASES.indexOf(cursor.phase) + 1] : cursor.phase;
    const counts = sum(cursor.counts, found);
    onPage(counts);
    if (phase === undefined) {
      if (isResumable) await clearCursor(ports, signal);
      return counts;
    }
    cursor = { ...cursor, phase, after: next, counts };
    if (isResumable) await writeCursor(cursor, ports, signal);
  }
}

function sum(a: ReconcileCounts, b: Partial<ReconcileCounts>): ReconcileCounts {
  const names = Object.keys(a) as (keyof ReconcileCounts)[]; // TypeScript types the keys of any object as string.
  return names.reduce((total, name) => ({ ...total, [name]: a[name] + (b[name] ?? 0) }), a);
}
