import { intersectAccess, isSameAccess, type Principal } from './access.ts';
import { FIRST_CHUNKING } from './chunking-policy.ts';
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

/** What admitting an event amounts to. */
export type Admission =
  | { readonly action: 'none' }
  /** Write the row, then start the run of its version and attempt. */
  | { readonly action: 'start'; readonly record: DocumentRecord }
  /** The run was recorded before; start it in case that its start got lost. */
  | { readonly action: 'resume' }
  /** Change the index, then write the row: a crash between is made good by the next event. */
  | { readonly action: 'set-access'; readonly record: DocumentRecord }
  /** Write the tombstone where there is none yet, then clean up. */
  | { readonly action: 'remove'; readonly record?: DocumentRecord };

/**
 * How long a run may take before it is taken for dead, in milliseconds: the state machine's own time-out of two hours
 * and five minutes of margin.
 */
export const LEASE_MILLISECONDS = (120 + 5) * 60_000;

/** What the failure of a refused object names as its step. */
const REFUSED_AT = 'admit';

/**
 * Compares a document's row with what the store holds now and says what has to happen: the one place that decides.
 * Pure, so that every order of events can be tried; `observed` is undefined when the key holds nothing.
 *
 * Attempts only ever grow over a document's whole life: a version that comes back (its successor was deleted for good)
 * thereby gets an execution name that was never used, which Step Functions would otherwise refuse for 90 days.
 */
export function reconcile(
  record: DocumentRecord | undefined,
  observed: Observation | undefined,
  facts: DocumentFacts,
  now: number,
): Admission {
  if (observed !== undefined) return reconcilePresent(record, observed, facts, now);
  if (record === undefined) return { action: 'none' };
  return record.status === 'deleted' ? { action: 'remove' } : { action: 'remove', record: tombstone(record, now) };
}

function reconcilePresent(
  record: DocumentRecord | undefined,
  observed: Observation,
  facts: DocumentFacts,
  now: number,
): Admission {
  if (record === undefined) return { action: 'start', record: newDocument(facts, observed, now) };

  // What admission itself refused is looked at afresh: somebody may have declared the collection since.
  const isNewVersion = record.source?.versionId !== observed.versionId || wasRefused(record);
  const isNew = isNewVersion || hasNewPolicy(record, facts);
  if (isNew || hasNewChunking(record, facts) || isDead(record, now)) {
    const policy = isNew ? facts.policy : record.policy;
    const { chunking } = facts;
    const started = {
      ...running(record, seenAgain(record, observed), now),
      policy,
      rulePolicy: facts.policy,
      chunking,
    };
    return { action: 'start', record: { ...started, ...accessFor(record, observed) } };
  }
  return reconcileKnown(record, observed, now);
}

/** The version is known and its run stands: only what is said of it may have changed. */
function reconcileKnown(record: DocumentRecord, observed: Observation, now: number): Admission {
  if (!isSameAccess(record.pendingAccess ?? record.access, observed.access)) {
    return { action: 'set-access', record: { ...touched(record, now), ...accessFor(record, observed) } };
  }
  if (record.status === 'published' && isUnmarked(record, observed)) {
    const source = { ...record.source, ...sourceOf(observed), modifiedAt: record.source?.modifiedAt };
    return { action: 'set-access', record: marked({ ...touched(record, now), source }) };
  }
  return { action: record.status === 'running' ? 'resume' : 'none' };
}

/** Rows of before versions were marked; a store that knows no dates and no metadata leaves them so. */
function isUnmarked({ source }: DocumentRecord, { date, metadata }: Observation): boolean {
  const isKnown = date !== undefined || metadata !== undefined;
  return isKnown && source?.date === undefined && source?.metadata === undefined;
}

/** Of the collection, that is: what a document was released with is its own. */
function hasNewPolicy({ rulePolicy }: DocumentRecord, { policy }: DocumentFacts): boolean {
  return rulePolicy !== undefined && rulePolicy !== policy;
}

/** Rows of before it was a setting tell none. */
function hasNewChunking({ chunking = FIRST_CHUNKING }: DocumentRecord, facts: DocumentFacts): boolean {
  return chunking !== facts.chunking;
}

/**
 * A new version's access narrows what is live at once, and widens it only when its own bytes go live: otherwise a wider
 * list would expose the version before it. One that ended rejected or held has not gone live.
 */
function accessFor(record: DocumentRecord, observed: Observation): Pick<DocumentRecord, 'access' | 'pendingAccess'> {
  const isLiveVersion = record.source?.versionId === observed.versionId && record.status === 'published';
  if (isLiveVersion || record.live === undefined) return { access: observed.access, pendingAccess: undefined };
  return { access: intersectAccess(record.access, observed.access), pendingAccess: observed.access };
}

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

function newDocument(facts: DocumentFacts, observed: Observation, now: number): DocumentRecord {
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

function running(record: DocumentRecord, source: SourceState, now: number): DocumentRecord {
  const { failure: _failure, ...kept } = record;
  const leaseExpiresAt = iso(now + LEASE_MILLISECONDS);
  return { ...touched(kept, now), status: 'running', source, attempt: record.attempt + 1, leaseExpiresAt };
}

function touched(record: DocumentRecord, now: number): DocumentRecord {
  return { ...record, revision: record.revision + 1, updatedAt: iso(now) };
}

/** A version that was through once waited for a person or a rule since: its time of waiting says nothing of us. */
function seenAgain(record: DocumentRecord, observed: Observation): SourceState {
  const source = sourceOf(observed);
  if (record.source?.versionId !== observed.versionId) return source;
  return { ...source, modifiedAt: record.status === 'running' ? record.source.modifiedAt : undefined };
}

function sourceOf(observed: Omit<Observation, 'access'>): SourceState {
  const { versionId, sequencer, bytes, modifiedAt, date, metadata } = observed;
  return { versionId, sequencer, bytes, modifiedAt, date, metadata };
}

/** The row whose live version has the date and the metadata of its source. */
function marked(record: DocumentRecord): DocumentRecord {
  const { live, source } = record;
  return live === undefined ? record : { ...record, live: { ...live, date: source?.date, metadata: source?.metadata } };
}

function isDead(record: DocumentRecord, now: number): boolean {
  return record.status === 'running' && record.leaseExpiresAt !== undefined && Date.parse(record.leaseExpiresAt) < now;
}

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
