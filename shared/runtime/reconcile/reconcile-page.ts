import type { ReconcileCounts } from '../../contracts/reconcile.ts';
import type { AdmissionQueue } from '../../ports/admission-queue.ts';
import type { ArtifactStore } from '../../ports/artifact-store.ts';
import type { ChunkIndex } from '../../ports/chunk-index.ts';
import type { Metrics } from '../../ports/metrics.ts';
import type { Orchestrator } from '../../ports/orchestrator.ts';
import type { Slots } from '../../ports/slots.ts';
import type { DecisionPorts } from '../decide-admission.ts';

export interface ReconcilePorts extends DecisionPorts {
  readonly index: ChunkIndex;
  readonly artifacts: ArtifactStore;
  readonly queue: AdmissionQueue;
  readonly orchestrator: Orchestrator;
  readonly metrics: Metrics;
  readonly slots: Pick<Slots, 'isWaiting'>;
}

/** What one page came to. */
export interface PageOutcome {
  readonly found: Partial<ReconcileCounts>;
  /** Where the next page goes on; absent when the phase is done. */
  readonly next?: string | undefined;
}

/** Does one page of a phase, after the place where the page before it ended. */
export type ReconcilePage = (
  after: string | undefined,
  ports: ReconcilePorts,
  signal: AbortSignal,
) => Promise<PageOutcome>;
