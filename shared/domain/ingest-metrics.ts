import type { DocumentRecord } from './document.ts';
import { isCurrent } from './document-lifecycle.ts';
import { type FailureName, failureTraits } from './failures.ts';
import type { Attempt } from './identity.ts';
import { LIMITS } from './objectives.ts';
import type { MetricValues } from './operational-metrics.ts';

/** HTTP statuses from here on stand for faults of ours. */
const OUR_FAULT = 500;

/**
 * What a published attempt adds to the figures. `isRepeat`: its version and attempt were published before, so that this
 * execution was one too many. `record` is the row with what is live now.
 */
export function publishedMetrics(record: DocumentRecord, isRepeat: boolean, now: number): MetricValues {
  if (isRepeat) return { ExecutionsEnded: 1, UploadsProcessed: 0 };
  const ended = { ExecutionsEnded: 1, UploadsProcessed: 1, DocumentsValid: 1, DocumentsFailed: 0 };
  return { ...ended, ...freshness(record, now) };
}

function freshness({ source, live }: DocumentRecord, now: number): MetricValues {
  if (source?.modifiedAt === undefined || live === undefined || live.pages > LIMITS.freshPages) return {};
  const seconds = Math.max(0, (now - Date.parse(source.modifiedAt)) / 1_000);
  return { DocumentsTimed: 1, DocumentsLate: seconds > LIMITS.freshnessSeconds ? 1 : 0, DocumentFreshness: seconds };
}

/**
 * What an attempt that failed for good adds. `record` is the row as it was then. A document that cannot be read is not
 * counted, for no mending of ours helps it; one that a newer version or a deletion overtook was processed once like any
 * other; one whose own version another execution has taken over was one too many.
 */
export function failedMetrics(record: DocumentRecord | undefined, run: Attempt, name: FailureName): MetricValues {
  if (record !== undefined && wasToldBefore(record, run)) return {};
  const isRepeat = record?.source?.versionId === run.versionId && !isCurrent(record, run);
  if (isRepeat) return { ExecutionsEnded: 1, UploadsProcessed: 0 };
  const ended = { ExecutionsEnded: 1, UploadsProcessed: 1 };
  return isOurFault(name) ? { ...ended, DocumentsValid: 1, DocumentsFailed: 1 } : ended;
}

/** `reject` itself is tried again when it failed halfway. */
function wasToldBefore({ status, source, attempt }: DocumentRecord, run: Attempt): boolean {
  const hasFailed = status === 'rejected' || status === 'held';
  return hasFailed && source?.versionId === run.versionId && attempt === run.attempt;
}

function isOurFault(name: FailureName): boolean {
  const { outcome, retryable, status } = failureTraits(name);
  return outcome !== 'dropped' && (retryable || status >= OUR_FAULT);
}
