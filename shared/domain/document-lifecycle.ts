import type { Principal } from './access.ts';
import type { DocumentRecord, LiveVersion, RedactionPolicy, SourceState, VersionMark } from './document.ts';
import { type FailureName, failureTraits, PipelineFailure } from './failures.ts';
import type { Attempt } from './identity.ts';
import type { RedactedText } from './text.ts';

/** What the store holds under the key, with the access that follows from it. */
export interface Observation extends VersionMark {
  readonly versionId: string;
  readonly bytes: number;
  readonly sequencer?: string | undefined;
  /** ISO 8601; absent where the store does not know. */
  readonly modifiedAt?: string | undefined;
  readonly access: readonly Principal[];
}

/** Who a new row is about. */
export interface DocumentFacts {
  readonly tenantId: string;
  readonly documentId: string;
  readonly collection: string;
  readonly sealedKey: string;
  readonly name: RedactedText;
  readonly policy: RedactionPolicy;
  /** Name of what documents are cut by. */
  readonly chunking: string;
}

/**
 * How long a run may take before it is taken for dead, in milliseconds: the state machine's own time-out of two hours
 * and five minutes of margin.
 */
export const LEASE_MILLISECONDS = (120 + 5) * 60_000;

/** What the failure of a refused object names as its step. */
const REFUSED_AT = 'admit';

/** The row of an object that may not be processed: it says why, and what was live before stays live. */
export function refused(
  record: DocumentRecord | undefined,
  observed: Omit<Observation, 'access'>,
  facts: DocumentFacts,
  name: FailureName,
  now: number,
): DocumentRecord {
  const base = record ?? { ...newDocument(facts, { ...observed, access: [] }, now), revision: 0 };
  const { leaseExpiresAt: _lease, ...kept } = running(base, sourceOf(observed), now);
  const attempt = Math.max(1, record?.attempt ?? 0);
  return {
    ...kept,
    revision: base.revision + 1,
    attempt,
    status: 'rejected',
    failure: { name, step: REFUSED_AT, at: iso(now) },
  };
}

/**
 * The row once the document is gone. Written before anything is removed, so that nobody finds it meanwhile. Its access
 * stays, for whoever could delete the document may finish a deletion that failed halfway, and nobody else.
 */
export function tombstone(record: DocumentRecord, now: number): DocumentRecord {
  const {
    live: _live,
    source: _source,
    failure: _failure,
    leaseExpiresAt: _lease,
    pendingAccess: _access,
    ...kept
  } = record;
  return { ...touched(kept, now), status: 'deleted' };
}

/** A further attempt on the same version: release of a held document, or redrive of a rejected one. */
export function retried(record: DocumentRecord, policy: RedactionPolicy, now: number): DocumentRecord {
  if (record.source === undefined || (record.status !== 'held' && record.status !== 'rejected')) {
    throw new PipelineFailure('InputInvalid', 'only a held or rejected document can be sent again', {
      details: { documentId: record.documentId, status: record.status },
    });
  }
  return { ...running(record, { ...record.source, modifiedAt: undefined }, now), policy };
}

/** The row once an attempt's chunks are to be shown: the commit. Says so again when it was committed before. */
export function published(
  record: DocumentRecord,
  attempt: Attempt,
  live: LiveVersion,
  name: RedactedText,
  now: number,
): DocumentRecord {
  return marked({ ...adopted(record, attempt, now), live, name });
}

/** The row once a version turned out to have the bytes that are live: their chunks stand for it as they are. */
export function adopted(record: DocumentRecord, attempt: Attempt, now: number): DocumentRecord {
  const {
    failure: _failure,
    leaseExpiresAt: _lease,
    pendingAccess = record.access,
    ...kept
  } = current(record, attempt);
  return marked({ ...touched(kept, now), status: 'published', access: pendingAccess });
}

/** The row once an attempt has failed for good. What was live before stays live. */
export function failed(
  record: DocumentRecord,
  attempt: Attempt,
  failure: { readonly name: FailureName; readonly step: string },
  now: number,
): DocumentRecord {
  const { leaseExpiresAt: _lease, ...kept } = current(record, attempt);
  const status = failureTraits(failure.name).outcome === 'held' ? 'held' : 'rejected';
  return { ...touched(kept, now), status, failure: { ...failure, at: iso(now) } };
}

/** Whether this attempt is the one that the row waits for: the fence that keeps a late worker out. */
export function isCurrent(
  record: DocumentRecord | undefined,
  { versionId, attempt }: Attempt,
): record is DocumentRecord {
  return record?.status === 'running' && record.source?.versionId === versionId && record.attempt === attempt;
}

/** Whether chunks of this version and attempt may be shown. */
export function isLive(
  record: DocumentRecord | undefined,
  { versionId, attempt }: Pick<Attempt, 'versionId' | 'attempt'>,
): record is DocumentRecord {
  return record?.live?.versionId === versionId && record.live.attempt === attempt;
}

/** Whether what an attempt wrote stands for nothing: it is not live, and the row does not wait for it. */
export function isOrphan(record: DocumentRecord | undefined, attempt: Attempt): boolean {
  return !isCurrent(record, attempt) && !isLive(record, attempt);
}

/** Whether admission itself refused what the row is about, so that nothing of it was ever processed. */
export function wasRefused({ failure }: DocumentRecord): boolean {
  return failure?.step === REFUSED_AT;
}

function current(record: DocumentRecord, attempt: Attempt): DocumentRecord {
  const { documentId } = record;
  if (isCurrent(record, attempt)) return record;
  throw new PipelineFailure('Superseded', 'another version or attempt has taken over', {
    details: { documentId, attempt: attempt.attempt },
  });
}

/** The row of an object that nothing was known of: its first run begins. */
export function newDocument(facts: DocumentFacts, observed: Observation, now: number): DocumentRecord {
  return {
    ...facts,
    rulePolicy: facts.policy,
    chunking: facts.chunking,
    revision: 1,
    status: 'running',
    source: sourceOf(observed),
    attempt: 1,
    leaseExpiresAt: iso(now + LEASE_MILLISECONDS),
    access: observed.access,
    createdAt: iso(now),
    updatedAt: iso(now),
  };
}

/** The row once a further attempt runs, on this source. */
export function running(record: DocumentRecord, source: SourceState, now: number): DocumentRecord {
  const { failure: _failure, ...kept } = record;
  const leaseExpiresAt = iso(now + LEASE_MILLISECONDS);
  return { ...touched(kept, now), status: 'running', source, attempt: record.attempt + 1, leaseExpiresAt };
}

/** The next revision of a row. */
export function touched(record: DocumentRecord, now: number): DocumentRecord {
  return { ...record, revision: record.revision + 1, updatedAt: iso(now) };
}

/** What a row keeps of an object. */
export function sourceOf(observed: Omit<Observation, 'access'>): SourceState {
  const { versionId, sequencer, bytes, modifiedAt, date, metadata } = observed;
  return { versionId, sequencer, bytes, modifiedAt, date, metadata };
}

/** The row whose live version has the date and the metadata of its source. */
export function marked(record: DocumentRecord): DocumentRecord {
  const { live, source } = record;
  return live === undefined ? record : { ...record, live: { ...live, date: source?.date, metadata: source?.metadata } };
}

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
