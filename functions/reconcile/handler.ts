import type { ActivityLog } from '#shared/ports/activity-log.ts';
import type { ReconcilePorts } from '#shared/runtime/reconcile/reconcile-page.ts';
import { resumableHandler } from '#shared/runtime/resumable-handler.ts';
import { type ReconcileOutcome, reconcileStores } from './reconcile-stores.ts';

/** Called by a schedule, whose event says nothing. A pass keeps a cursor after each page, and the next goes on from it. */
export const createHandler = (ports: ReconcilePorts & { readonly log: ActivityLog }) =>
  resumableHandler<unknown, ReconcileOutcome>('reconcile', ports.log).handler((_event, _context, { signal }) =>
    reconcileStores(ports, signal),
  );
