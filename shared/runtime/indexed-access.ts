import type { DocumentRecord } from '../domain/document.ts';
import { factKeysOf, type VersionFacts } from '../domain/version-facts.ts';
import type { IndexedAccess } from '../ports/chunk-index.ts';

/**
 * What the index keeps of a document besides its chunks: the access in force, and the facts of the version that is live.
 * While none is, there are those of the `upcoming` one, so that nothing has to be written again once that is published.
 */
export function indexedAccess(record: DocumentRecord, upcoming: VersionFacts = {}): IndexedAccess {
  const { tenantId, documentId, collection, access, live } = record;
  return { tenantId, documentId, collection, access, facts: factKeysOf(live ?? upcoming) };
}
