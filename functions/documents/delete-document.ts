import { type Caller, mayRead } from '#shared/domain/access.ts';
import type { DocumentRecord } from '#shared/domain/document.ts';
import { tombstone } from '#shared/domain/document-lifecycle.ts';
import type { ArtifactStore } from '#shared/ports/artifact-store.ts';
import type { ChunkIndex } from '#shared/ports/chunk-index.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { DocumentStore } from '#shared/ports/document-store.ts';
import type { Keys } from '#shared/ports/keys.ts';
import type { Ledger } from '#shared/ports/ledger.ts';
import { removeDerived } from '#shared/runtime/remove-derived.ts';
import { updateDocument } from '#shared/runtime/update-document.ts';
import { documentFor } from './document-for.ts';

export interface DeletePorts {
  readonly ledger: Ledger;
  readonly store: DocumentStore;
  readonly index: ChunkIndex;
  readonly artifacts: ArtifactStore;
  readonly keys: Keys;
  readonly clock: Clock;
}

/**
 * Deletes a document for good. The tombstone comes first, so that nobody finds it from then on; then every version of the
 * file, so that nothing brings it back; then what was made of it. A part that fails fails the call, which can be repeated
 * by its id: the event of the removed file finishes the rest in any case.
 *
 * @throws PipelineFailure `NotFound`, or `DependencyUnavailable` when not everything is gone yet.
 */
export async function deleteDocument(
  caller: Caller,
  documentId: string,
  ports: DeletePorts,
  signal: AbortSignal,
): Promise<void> {
  const { ledger, store, keys, clock } = ports;
  // What the caller could read and is deleted already too, so that a deletion that failed halfway can be done again.
  const mayDelete = (record: DocumentRecord) => mayRead(caller, record.tenantId, record.access);
  const { tenantId, sealedKey } = await documentFor(caller, documentId, mayDelete, ledger, signal);
  const deleted = await updateDocument(
    ledger,
    { tenantId, documentId },
    (record) => (record.status === 'deleted' ? record : tombstone(record, clock.now())),
    signal,
  );
  await store.remove(keys.open(tenantId, sealedKey), signal);
  await removeDerived(deleted, ports, signal);
}
