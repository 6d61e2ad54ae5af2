import {
  RECONCILE_PHASES,
  type ReconcileCounts,
  ReconcileCountsSchema,
  type ReconcileCursor,
  type ReconcilePhase,
} from '../../contracts/reconcile.ts';
import { compareLedger } from './compare-ledger.ts';
import { compareStore } from './compare-store.ts';
import { keepCursor, readCursor } from './reconcile-cursor.ts';
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
  ...{ seen: 0, missing: 0, stale: 0, recent: 0, dead: 0, unstarted: 0, running: 0, skipped: 0, gone: 0 },
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
  let cursor: ReconcileCursor | undefined =
    (isResumable ? await readCursor(ports, signal) : undefined) ?? beginning(ports.clock.now());
  let counts = cursor.counts;
  while (cursor !== undefined) {
    signal.throwIfAborted();
    const { found, next } = await PAGES[cursor.phase](cursor.after, ports, signal);
    counts = sum(counts, found);
    onPage(counts);
    cursor = advanced(cursor, next, counts);
    if (isResumable) await keepCursor(cursor, ports, signal);
  }
  const { missing, stale, recent, gone } = counts;
  ports.metrics.emit({ ReconcilePasses: 1, EventsLost: missing + stale - recent + gone });
  return counts;
}

function beginning(now: number): ReconcileCursor {
  return { phase: 'store', counts: NOTHING, startedAt: new Date(now).toISOString() };
}

/** The next page's place: in the same phase, at the start of the one after it, or nowhere. */
function advanced(
  cursor: ReconcileCursor,
  next: string | undefined,
  counts: ReconcileCounts,
): ReconcileCursor | undefined {
  if (next !== undefined) return { ...cursor, after: next, counts };
  const phase = RECONCILE_PHASES[RECONCILE_PHASES.indexOf(cursor.phase) + 1];
  return phase && { phase, counts, startedAt: cursor.startedAt };
}

function sum(a: ReconcileCounts, b: Partial<ReconcileCounts>): ReconcileCounts {
  const names = Object.keys(a) as (keyof ReconcileCounts)[]; // TypeScript types the keys of any object as string.
  return ReconcileCountsSchema.parse(Object.fromEntries(names.map((name) => [name, a[name] + (b[name] ?? 0)])));
}
