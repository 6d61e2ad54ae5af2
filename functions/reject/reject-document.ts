import { artifactKeys } from '#shared/contracts/artifact-keys.ts';
import type { RejectInput } from '#shared/contracts/steps.ts';
import { failed, isCurrent, isLive } from '#shared/domain/document-lifecycle.ts';
import { type FailureName, failureNamed } from '#shared/domain/failures.ts';
import type { Attempt } from '#shared/domain/identity.ts';
import { failedMetrics } from '#shared/domain/ingest-metrics.ts';
import type { ArtifactStore } from '#shared/ports/artifact-store.ts';
import type { ChunkIndex } from '#shared/ports/chunk-index.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Ledger } from '#shared/ports/ledger.ts';
import type { Metrics } from '#shared/ports/metrics.ts';
import { updateDocument } from '#shared/runtime/update-document.ts';

export interface RejectPorts {
  readonly artifacts: ArtifactStore;
  readonly ledger: Ledger;
  readonly index: ChunkIndex;
  readonly clock: Clock;
  readonly metrics: Metrics;
}

/**
 * Ends an attempt that failed for good: its reason goes to the ledger, and what it wrote goes away, raw text first.
 * The file stays where it was. An attempt that was overtaken leaves the ledger as it is.
 */
export async function rejectDocument(
  input: RejectInput,
  ports: RejectPorts,
  signal: AbortSignal,
): Promise<RejectInput> {
  const { artifacts, ledger, index, clock, metrics } = ports;
  const { tenantId, documentId, versionId, attempt, failure } = input;
  const run = { tenantId, documentId, versionId, attempt };
  const keys = artifactKeys(run);
  await artifacts.removeUnder(keys.rawPrefix, signal);

  const ended = { name: failureOf(failure.Error), step: await failedStep(run, ledger, signal) };
  const before = await ledger.document(tenantId, documentId, signal);
  const record = await updateDocument(
    ledger,
    run,
    (row) => (isCurrent(row, run) ? failed(row, run, ended, clock.now()) : row),
    signal,
  );
  metrics.emit(failedMetrics(before, run, ended.name));

  await artifacts.removeUnder(keys.workPrefix, signal);
  if (!isLive(record, run)) {
    await artifacts.removeUnder(keys.pagesPrefix, signal);
    await index.removeAttempt(run, signal);
  }
  return input;
}

/** What Step Functions itself reports: a time-out by its own name, anything unknown as a defect. */
function failureOf(error: string): FailureName {
  return error === 'States.Timeout' ? 'FunctionTimedOut' : failureNamed(error);
}

/** The step whose last run did not succeed; the history knows it, the state machine's Catch does not say. */
async function failedStep(run: Attempt, ledger: Ledger, signal: AbortSignal): Promise<string> {
  const steps = await ledger.steps(run.tenantId, run.documentId, signal);
  const failures = steps.filter(
    ({ attempt, versionId, outcome }) =>
      attempt === run.attempt && versionId === run.versionId && outcome !== 'succeeded',
  );
  return failures.at(-1)?.step ?? 'unknown';
}
