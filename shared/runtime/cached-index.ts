import type { ChunkIndex, SearchHit, SearchScope } from '../ports/chunk-index.ts';
import { type BoundedCache, cacheKey } from './bounded-cache.ts';

/**
 * The same index, whose searches are remembered by tenant, access set, generation and all else that is asked, until
 * something of the tenant is written through it or an entry is too old. What comes of a search is checked against the
 * ledger each time all the same: access that was revoked and versions that were replaced are gone at once.
 *
 * Writes of other processes are not seen: there a new document may be found as much later as entries are kept.
 */
export function cachedIndex(index: ChunkIndex, cache: BoundedCache<readonly SearchHit[]>): ChunkIndex {
  const changes = new Map<string, number>();
  const changesOf = (tenantId: string) => changes.get(tenantId) ?? 0;
  const changed = async <T>(tenantId: string, change: () => Promise<T>): Promise<T> => {
    const renew = () => changes.set(tenantId, changesOf(tenantId) + 1);
    renew(); // Before: whoever searches meanwhile may find either; after: nobody keeps what was found meanwhile.
    return change().finally(renew);
  };
  const remembered = async (side: string, what: unknown, scope: SearchScope, search: () => Promise<SearchHit[]>) => {
    const { tenantId, principals, collections = null, conditions = [], limit, generation } = scope;
    const access = [[...principals].sort(), collections && [...collections].sort(), conditions, limit];
    const key = cacheKey(tenantId, changesOf(tenantId), generation?.number ?? 0, side, access, what);
    const known = cache.get(key);
    if (known !== undefined) return [...known];
    const found = await search();
    cache.set(key, found);
    return found;
  };
  return {
    ...index,
    searchLexical: (terms, scope, signal) =>
      remembered('lexical', terms, scope, () => index.searchLexical(terms, scope, signal)),
    searchVector: (vector, scope, signal) =>
      remembered('vector', vector, scope, () => index.searchVector(vector, scope, signal)),
    write: (chunks, document, signal) => changed(document.tenantId, () => index.write(chunks, document, signal)),
    setAccess: (access, signal) => changed(access.tenantId, () => index.setAccess(access, signal)),
    removeDocument: (attempts, signal) => changed(attempts.tenantId, () => index.removeDocument(attempts, signal)),
    removeAttempt: (attempt, signal) => changed(attempt.tenantId, () => index.removeAttempt(attempt, signal)),
  };
}
