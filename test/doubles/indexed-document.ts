import type { IndexedDocument } from '#shared/ports/chunk-index.ts';
import { FINGERPRINT } from './indexed-chunks.ts';

/** The document of `indexedChunk`, for those who may find it. */
export function indexedDocument(...access: IndexedDocument['access']): IndexedDocument {
  return { tenantId: 'acme', documentId: 'd1', collection: 'inbox', access, embedder: FINGERPRINT };
}
