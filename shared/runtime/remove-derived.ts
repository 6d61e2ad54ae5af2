import { artifactKeys, attemptOfFolder } from '../contracts/artifact-keys.ts';
import type { AttemptsUpTo } from '../domain/identity.ts';
import type { ArtifactStore } from '../ports/artifact-store.ts';
import type { ChunkIndex } from '../ports/chunk-index.ts';
import { everyFolder } from './every-folder.ts';

/**
 * Removes what a deleted document's attempts left to search and to cite: of those up to the tombstone's, and of no later
 * one. Whoever deletes may be slow, and the document may have come back meanwhile; its numbers go on.
 */
export async function removeDerived(
  { tenantId, documentId, attempt }: AttemptsUpTo,
  { index, artifacts }: { readonly index: ChunkIndex; readonly artifacts: ArtifactStore },
  signal: AbortSignal,
): Promise<void> {
  await index.removeDocument({ tenantId, documentId, attempt }, signal);
  const { documentPagesPrefix } = artifactKeys({ tenantId, documentId, versionId: '', attempt });
  for (const folder of await everyFolder(artifacts, documentPagesPrefix, signal)) {
    if (attemptOfFolder(folder) <= attempt) await artifacts.removeUnder(folder, signal);
  }
}
