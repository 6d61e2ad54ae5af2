import { intersectAccess, isSameAccess, narrowAccess, parsePrincipals } from '../domain/access.ts';
import { type ChunkingPolicy, chunkingName } from '../domain/chunking-policy.ts';
import type { CollectionRule, DocumentRecord, VersionMark } from '../domain/document.ts';
import { type Admission, reconcile } from '../domain/document-admission.ts';
import { type DocumentFacts, type Observation, refused } from '../domain/document-lifecycle.ts';
import { keptMetadata } from '../domain/document-metadata.ts';
import type { TextDigest } from '../domain/fact-keys.ts';
import { type FailureName, PipelineFailure } from '../domain/failures.ts';
import { documentIdOf, type ObjectLocation, parseObjectKey } from '../domain/identity.ts';
import { isEarlierSequencer, type ObjectEvent } from '../domain/object-event.ts';
import { neutralName } from '../domain/redaction.ts';
import type { Clock } from '../ports/clock.ts';
import type { DocumentStore, ObjectState } from '../ports/document-store.ts';
import type { Keys } from '../ports/keys.ts';
import type { Ledger } from '../ports/ledger.ts';

export interface DecisionPorts {
  readonly store: DocumentStore;
  readonly ledger: Ledger;
  readonly keys: Keys;
  readonly clock: Clock;
  /** What documents are to be cut by. */
  readonly chunking: ChunkingPolicy;
}

export interface AdmissionDecision {
  readonly tenantId: string;
  readonly documentId: string;
  /** The row as it was read. */
  readonly record: DocumentRecord | undefined;
  /** `refuse`: write the row that says why the object may not be processed. */
  readonly admission: Admission | { readonly action: 'refuse'; readonly record: DocumentRecord };
}

/**
 * Looks at what the store holds under the event's key now and says what that asks for, without doing any of it: `admit`
 * acts on it, and the reconciler asks it whether a key is worth an event.
 *
 * @throws PipelineFailure `KeyInvalid`.
 */
export async function decideAdmission(
  event: ObjectEvent,
  ports: DecisionPorts,
  signal: AbortSignal,
): Promise<AdmissionDecision> {
  const { store, ledger, keys, clock, chunking } = ports;
  const location = parseObjectKey(event.key);
  const { tenantId } = location;
  const documentId = documentIdOf(tenantId, store.bucket, event.key);
  const record = await ledger.document(tenantId, documentId, signal);
  const decided = (admission: AdmissionDecision['admission']) => ({ tenantId, documentId, record, admission });
  if (isStale(event, record)) return decided({ action: 'none' });

  const rule = await ledger.collection(tenantId, location.collection, signal);
  const facts: DocumentFacts = {
    tenantId,
    documentId,
    collection: location.collection,
    sealedKey: record?.sealedKey ?? keys.seal(tenantId, event.key),
    name: record?.name ?? neutralName(location.path.slice(location.path.lastIndexOf('.') + 1)),
    policy: rule?.policy ?? 'strict',
    chunking: chunkingName(chunking),
  };
  const seen = await observe(event, location, rule, ports, signal);
  if (seen.state === 'refused') {
    const after = refused(record && withinRule(record, rule), seen, facts, seen.failure, clock.now());
    return decided(isSameRefusal(record, after) ? { action: 'none' } : { action: 'refuse', record: after });
  }
  return decided(reconcile(record, seen.state === 'present' ? seen : undefined, facts, clock.now()));
}

type Seen =
  | { readonly state: 'absent' }
  | ({ readonly state: 'present' } & Observation)
  | ({ readonly state: 'refused'; readonly failure: FailureName } & Omit<Observation, 'access'>);

/** Surely older than what the row was written for. The state read later than both counts, so this only saves a read. */
function isStale({ sequencer }: ObjectEvent, record: DocumentRecord | undefined): boolean {
  const seen = record?.source?.sequencer;
  return sequencer !== undefined && seen !== undefined && isEarlierSequencer(sequencer, seen);
}

async function observe(
  { key, sequencer }: ObjectEvent,
  { tenantId }: ObjectLocation,
  rule: CollectionRule | undefined,
  { store, ledger, keys }: DecisionPorts,
  signal: AbortSignal,
): Promise<Seen> {
  const head = await store.head(key, signal);
  if (head.state === 'absent') return head;

  const { versionId, bytes, modifiedAt } = head;
  const source = { versionId, bytes, sequencer, modifiedAt };
  if (rule === undefined) {
    const tenant = await ledger.collections(tenantId, signal);
    return { state: 'refused', ...source, failure: tenant.length === 0 ? 'TenantUnknown' : 'CollectionUndeclared' };
  }
  try {
    const own = head.access === undefined ? undefined : parsePrincipals(head.access);
    const mark = markOf(head, (field, text) => keys.digest(tenantId, field, text));
    return { state: 'present', ...source, ...mark, access: narrowAccess(rule.access, own) };
  } catch (cause) {
    if (cause instanceof PipelineFailure) return { state: 'refused', ...source, failure: cause.name };
    throw cause;
  }
}

/** @throws PipelineFailure `MetadataInvalid`. */
function markOf({ metadata, modifiedAt }: Extract<ObjectState, { state: 'present' }>, digest: TextDigest): VersionMark {
  if (metadata === undefined) return { date: modifiedAt };
  const { keys, date = modifiedAt } = keptMetadata(metadata, digest);
  return { date, metadata: keys };
}

/** What was live before stays live, for those alone whom the collection lets in today. */
function withinRule(record: DocumentRecord, rule: CollectionRule | undefined): DocumentRecord {
  return { ...record, access: rule === undefined ? [] : intersectAccess(rule.access, record.access) };
}

function isSameRefusal(before: DocumentRecord | undefined, after: DocumentRecord): boolean {
  if (before === undefined || !isSameAccess(before.access, after.access)) return false;
  return before.source?.versionId === after.source?.versionId && before.failure?.name === after.failure?.name;
}
