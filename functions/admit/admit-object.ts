import { artifactKeys } from '#shared/contracts/artifacts.ts';
import { intersectAccess, isSameAccess, narrowAccess, parsePrincipals } from '#shared/domain/access.ts';
import type { CollectionRule, DocumentRecord } from '#shared/domain/document.ts';
import { type DocumentFacts, type Observation, reconcile, refused } from '#shared/domain/document-lifecycle.ts';
import { type FailureName, PipelineFailure } from '#shared/domain/failures.ts';
import { documentIdOf, type ObjectLocation, parseObjectKey } from '#shared/domain/identity.ts';
import { isEarlierSequencer, type ObjectEvent } from '#shared/domain/object-event.ts';
import { neutralName } from '#shared/domain/redaction.ts';
import type { WorkClass } from '#shared/domain/slots.ts';
import type { ArtifactStore } from '#shared/ports/artifact-store.ts';
import type { ChunkIndex } from '#shared/ports/chunk-index.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { DocumentStore } from '#shared/ports/document-store.ts';
import type { Keys } from '#shared/ports/keys.ts';
import type { Ledger } from '#shared/ports/ledger.ts';
import { type DispatchPorts, dispatchAttempts } from '#shared/runtime/dispatch-attempts.ts';

export interface AdmitPorts extends DispatchPorts {
  readonly store: DocumentStore;
  readonly artifacts: ArtifactStore;
  readonly ledger: Ledger;
  readonly index: ChunkIndex;
  readonly keys: Keys;
  readonly clock: Clock;
}

/**
 * Looks at what the store holds under the event's key now, and brings ledger, index and executions towards it. The event
 * itself decides nothing, so duplicates and disorder have no effect. Safe to run again after a crash at any point.
 */
export async function admitObject(event: ObjectEvent, ports: AdmitPorts, signal: AbortSignal): Promise<void> {
  const { store, ledger, keys } = ports;
  const location = parseObjectKey(event.key);
  const documentId = documentIdOf(location.tenantId, store.bucket, event.key);
  const record = await ledger.document(location.tenantId, documentId, signal);
  if (isStale(event, record)) return;

  const rule = await ledger.collection(location.tenantId, location.collection, signal);
  const facts: DocumentFacts = {
    tenantId: location.tenantId,
    documentId,
    collection: location.collection,
    sealedKey: record?.sealedKey ?? keys.seal(location.tenantId, event.key),
    name: record?.name ?? neutralName(location.path.slice(location.path.lastIndexOf('.') + 1)),
    policy: rule?.policy ?? 'strict',
  };
  const seen = await observe(event, location, rule, ports, signal);
  if (seen.state === 'refused') {
    await refuse(record && withinRule(record, rule), record, seen, facts, ports, signal);
    return;
  }
  await apply(record, seen.state === 'present' ? seen : undefined, facts, ports, signal);
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
  { store, ledger }: AdmitPorts,
  signal: AbortSignal,
): Promise<Seen> {
  const head = await store.head(key, signal);
  if (head.state === 'absent') return head;

  const source = { versionId: head.versionId, bytes: head.bytes, sequencer };
  if (rule === undefined) {
    const tenant = await ledger.collections(tenantId, signal);
    return { state: 'refused', ...source, failure: tenant.length === 0 ? 'TenantUnknown' : 'CollectionUndeclared' };
  }
  try {
    const own = head.access === undefined ? undefined : parsePrincipals(head.access);
    return { state: 'present', ...source, access: narrowAccess(rule.access, own) };
  } catch (cause) {
    if (cause instanceof PipelineFailure) return { state: 'refused', ...source, failure: cause.name };
    throw cause;
  }
}

/** What was live before stays live, for those alone whom the collection lets in today. */
function withinRule(record: DocumentRecord, rule: CollectionRule | undefined): DocumentRecord {
  return { ...record, access: rule === undefined ? [] : intersectAccess(rule.access, record.access) };
}

async function refuse(
  narrowed: DocumentRecord | undefined,
  record: DocumentRecord | undefined,
  seen: Extract<Seen, { state: 'refused' }>,
  facts: DocumentFacts,
  ports: AdmitPorts,
  signal: AbortSignal,
): Promise<void> {
  const after = refused(narrowed, seen, facts, seen.failure, ports.clock.now());
  const isSameFailure = record?.source?.versionId === seen.versionId && record.failure?.name === seen.failure;
  if (isSameFailure && isSameAccess(record.access, after.access)) return;
  await denyAtOnce(record, after, ports, signal);
  await ports.ledger.writeDocument(after, signal);
}

async function apply(
  record: DocumentRecord | undefined,
  observed: Observation | undefined,
  facts: DocumentFacts,
  ports: AdmitPorts,
  signal: AbortSignal,
): Promise<void> {
  const { ledger, clock } = ports;
  const admission = reconcile(record, observed, facts, clock.now());
  switch (admission.action) {
    case 'none':
      return;
    case 'start':
      await ledger.writeDocument(admission.record, signal);
      await denyAtOnce(record, admission.record, ports, signal);
      return queueUp(admission.record, workClassOf(record, admission.record), ports, signal);
    case 'resume':
      return record && queueUp(record, 'live', ports, signal);
    case 'set-access':
      await ports.index.setAccess(admission.record, signal);
      return ledger.writeDocument(admission.record, signal);
    case 'remove':
      if (admission.record) await ledger.writeDocument(admission.record, signal);
      return clean(facts, ports, signal);
  }
}

/** A new version with a narrower access narrows what is live before anything else happens. */
async function denyAtOnce(
  before: DocumentRecord | undefined,
  after: DocumentRecord,
  { index }: AdmitPorts,
  signal: AbortSignal,
): Promise<void> {
  if (before?.live !== undefined && !isSameAccess(before.access, after.access)) await index.setAccess(after, signal);
}

/** A version that was published and is processed anew, because its collection's rule changed, can wait. */
function workClassOf(before: DocumentRecord | undefined, { source }: DocumentRecord): WorkClass {
  return before?.live !== undefined && before.live.versionId === source?.versionId ? 'backfill' : 'live';
}

/** An attempt that waits or runs already is not touched by this. */
async function queueUp(
  record: DocumentRecord,
  workClass: WorkClass,
  ports: AdmitPorts,
  signal: AbortSignal,
): Promise<void> {
  const { tenantId, documentId, source, attempt } = record;
  if (source === undefined) return;
  await ports.slots.enqueue({ tenantId, documentId, versionId: source.versionId, attempt }, workClass, signal);
  await dispatchAttempts(ports, signal);
}

async function clean(
  { tenantId, documentId }: DocumentFacts,
  { index, artifacts }: AdmitPorts,
  signal: AbortSignal,
): Promise<void> {
  await index.removeDocument(tenantId, documentId, signal);
  await artifacts.removeUnder(
    artifactKeys({ tenantId, documentId, versionId: '', attempt: 0 }).documentPagesPrefix,
    signal,
  );
}
