import { isSameAccess } from '#shared/domain/access.ts';
import type { DocumentRecord } from '#shared/domain/document.ts';
import type { ObjectEvent } from '#shared/domain/object-event.ts';
import type { WorkClass } from '#shared/domain/slots.ts';
import type { ArtifactStore } from '#shared/ports/artifact-store.ts';
import type { ChunkIndex } from '#shared/ports/chunk-index.ts';
import type { Ledger } from '#shared/ports/ledger.ts';
import { type DecisionPorts, decideAdmission } from '#shared/runtime/decide-admission.ts';
import { type DispatchPorts, dispatchAttempts } from '#shared/runtime/dispatch-attempts.ts';
import { indexedAccess } from '#shared/runtime/indexed-access.ts';
import { removeDerived } from '#shared/runtime/remove-derived.ts';

export interface AdmitPorts extends DecisionPorts, DispatchPorts {
  readonly ledger: Ledger;
  readonly artifacts: ArtifactStore;
  readonly index: ChunkIndex;
}

/**
 * Looks at what the store holds under the event's key now, and brings ledger, index and executions towards it. The event
 * itself decides nothing, so duplicates and disorder have no effect. Safe to run again after a crash at any point.
 */
export async function admitObject(event: ObjectEvent, ports: AdmitPorts, signal: AbortSignal): Promise<void> {
  const { ledger, index } = ports;
  const { record, admission } = await decideAdmission(event, ports, signal);
  switch (admission.action) {
    case 'none':
      return;
    case 'refuse':
      await denyAtOnce(record, admission.record, ports, signal);
      return ledger.writeDocument(admission.record, signal);
    case 'start':
      await ledger.writeDocument(admission.record, signal);
      await denyAtOnce(record, admission.record, ports, signal);
      return queueUp(admission.record, workClassOf(record, admission.record), ports, signal);
    case 'resume':
      return record && queueUp(record, 'live', ports, signal);
    case 'set-access':
      await index.setAccess(indexedAccess(admission.record), signal);
      return ledger.writeDocument(admission.record, signal);
    case 'remove':
      if (admission.record) await ledger.writeDocument(admission.record, signal);
      return record && removeDerived(record, ports, signal);
  }
}

/** A new version with a narrower access narrows what is live before anything else happens. */
async function denyAtOnce(
  before: DocumentRecord | undefined,
  after: DocumentRecord,
  { index }: AdmitPorts,
  signal: AbortSignal,
): Promise<void> {
  if (before?.live === undefined || isSameAccess(before.access, after.access)) return;
  await index.setAccess(indexedAccess(after), signal);
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
