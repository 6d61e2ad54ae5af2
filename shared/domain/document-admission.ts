import { intersectAccess, isSameAccess } from './access.ts';
import { FIRST_CHUNKING } from './chunking-policy.ts';
import type { DocumentRecord, SourceState } from './document.ts';
import {
  type DocumentFacts,
  marked,
  newDocument,
  type Observation,
  running,
  sourceOf,
  tombstone,
  touched,
  wasRefused,
} from './document-lifecycle.ts';

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

/** A version that was through once waited for a person or a rule since: its time of waiting says nothing of us. */
function seenAgain(record: DocumentRecord, observed: Observation): SourceState {
  const source = sourceOf(observed);
  if (record.source?.versionId !== observed.versionId) return source;
  return { ...source, modifiedAt: record.status === 'running' ? record.source.modifiedAt : undefined };
}

function isDead(record: DocumentRecord, now: number): boolean {
  return record.status === 'running' && record.leaseExpiresAt !== undefined && Date.parse(record.leaseExpiresAt) < now;
}
