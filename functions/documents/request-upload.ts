import type { z } from 'zod/mini';
import type { UploadRequestSchema, UploadResponseSchema } from '#shared/contracts/api.ts';
import { type Caller, mayRead, narrowAccess, parsePrincipals } from '#shared/domain/access.ts';
import { assertMetadata } from '#shared/domain/document-metadata.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { documentIdOf, objectKeyOf } from '#shared/domain/identity.ts';
import type { DocumentStore } from '#shared/ports/document-store.ts';
import type { Ledger } from '#shared/ports/ledger.ts';

export interface UploadPorts {
  readonly ledger: Ledger;
  readonly store: DocumentStore;
  readonly maxDocumentBytes: number;
}

/** How long an upload form is good for, in seconds: long enough for the largest file over a slow line. */
const EXPIRES_IN_SECONDS = 900;

/**
 * A form by which the caller uploads one file into a collection that the caller may read. The server chooses the key and
 * the access that goes with it.
 *
 * @throws PipelineFailure `NotFound` for a collection that is not there or not the caller's, `AccessInvalid`,
 *   `MetadataInvalid`, `DocumentTooLarge` or `KeyInvalid`; `Forbidden` for a path under which something stands that is not the caller's.
 */
export async function requestUpload(
  caller: Caller,
  { collection, path, bytes, access, metadata }: z.output<typeof UploadRequestSchema>,
  { ledger, store, maxDocumentBytes }: UploadPorts,
  signal: AbortSignal,
): Promise<z.output<typeof UploadResponseSchema>> {
  const { tenantId } = caller;
  const rule = await ledger.collection(tenantId, collection, signal);
  if (rule === undefined || !mayRead(caller, tenantId, rule.access)) {
    throw new PipelineFailure('NotFound', 'no such collection');
  }
  if (bytes > maxDocumentBytes) throw new PipelineFailure('DocumentTooLarge', 'the file is over the size limit');

  const own = access === undefined ? undefined : narrowAccess(rule.access, parsePrincipals(access)).join(',');
  const key = objectKeyOf({ tenantId, collection, path });
  await assertReplaceable(caller, documentIdOf(tenantId, store.bucket, key), ledger, signal);
  assertMetadata(metadata ?? {});
  const limits = { maxBytes: maxDocumentBytes, expiresInSeconds: EXPIRES_IN_SECONDS, access: own, metadata };
  const form = await store.presignUpload(key, limits, signal);
  return { documentId: documentIdOf(tenantId, store.bucket, key), ...form };
}

/** Whoever may not read a document may not put another in its place either. */
async function assertReplaceable(
  caller: Caller,
  documentId: string,
  ledger: Ledger,
  signal: AbortSignal,
): Promise<void> {
  const record = await ledger.document(caller.tenantId, documentId, signal);
  const isFree = record === undefined || record.status === 'deleted';
  if (!isFree && !mayRead(caller, record.tenantId, record.access)) {
    throw new PipelineFailure('Forbidden', 'this path cannot be used');
  }
}
