import middy from '@middy/core';
import type { ActivityLog } from '#shared/ports/activity-log.ts';
import { hideDefect } from '#shared/runtime/hide-defect.ts';
import { noteActivity } from '#shared/runtime/note-activity.ts';
import type { ReconcilePorts } from '#shared/runtime/reconcile/reconcile-page.ts';
import { type ReconcileOutcome, reconcileStores } from './reconcile-stores.ts';

/** Milliseconds before Lambda's own time-out at which the pass is cut short: enough for the page at hand to let go. */
const EARLY_MILLISECONDS = 5_000;

/**
 * Called by a schedule, whose event says nothing. A pass that is cut short is no failure: it keeps a cursor after each
 * page, and the next call goes on from there.
 */
export const createHandler = (ports: ReconcilePorts & { readonly log: ActivityLog }) =>
  middy<unknown, ReconcileOutcome>({
    timeoutEarlyInMillis: EARLY_MILLISECONDS,
    timeoutEarlyResponse: () => ({ isFinished: false }),
  })
    .use(noteActivity<unknown, ReconcileOutcome>('reconcile', ports.log).run)
    .use(hideDefect('reconcile'))
    .handler((_event, _context, { signal }) => reconcileStores(ports, signal));
