import type { ReconcileCounts } from '#shared/contracts/reconcile.ts';
import { reconcileAll } from '#shared/runtime/reconcile/reconcile-all.ts';
import type { ReconcilePorts } from '#shared/runtime/reconcile/reconcile-page.ts';

/** `isFinished`: the pass came to its end, and the counts are those of the whole of it, whoever began it. */
export type ReconcileOutcome =
  | ({ readonly isFinished: true } & ReconcileCounts)
  | {
      /** Its time was over; the next call goes on from the last page that was done. */
      readonly isFinished: false;
    };

/**
 * Does as much of a pass as there is time for.
 *
 * @throws PipelineFailure `DependencyUnavailable`; the next call goes on from the page at which it failed.
 */
export async function reconcileStores(ports: ReconcilePorts, signal: AbortSignal): Promise<ReconcileOutcome> {
  return { isFinished: true, ...(await reconcileAll(ports, { isResumable: true }, signal)) };
}
