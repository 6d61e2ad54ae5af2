import { attemptSchema } from '../../contracts/attempt.ts';
import { isOrphan } from '../../domain/document-lifecycle.ts';
import type { Attempt } from '../../domain/identity.ts';
import type { ReconcilePage } from './reconcile-page.ts';
import { rowsOf } from './rows-of.ts';

/** Attempts of one page: as many rows as the ledger reads at once. */
const ATTEMPTS_PER_PAGE = 100;

/**
 * Removes the chunks of a page's attempts that are neither live nor being processed: those of late writers, of crashed
 * ones, and of documents that are deleted.
 *
 * It never takes a live chunk, whatever commits meanwhile, because of the order. First the attempts are listed, so each
 * of them had its row written before: an attempt is recorded before it runs. Then the rows are read, strongly consistent.
 * An attempt for which the row does not wait then, and which is not live then, cannot become live later: only the attempt
 * that a row waits for is ever published, every new run raises the number, and numbers never come back, not even after a
 * deletion. And what is removed is that one attempt by its name, so that what a newer one writes beside it stays.
 */
export const sweepChunks: ReconcilePage = async (after, { index, ledger }, signal) => {
  const place = after === undefined ? undefined : attemptSchema().parse(JSON.parse(after));
  const attempts = await index.attempts(place, ATTEMPTS_PER_PAGE, signal);
  const last = attempts.at(-1);
  if (last === undefined) return { found: {} };

  const rows = await rowsOf(attempts, ledger, signal); // After the listing, never before.
  const orphans = attempts.filter((attempt) => isOrphan(rows.get(attempt.documentId), attempt));
  for (const orphan of orphans) await index.removeAttempt(orphan, signal);
  return { found: { orphanChunks: orphans.length }, next: JSON.stringify(last satisfies Attempt) };
};
