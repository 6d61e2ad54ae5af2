import { classHeadKey, classHeadSchema, type StoredClassHead } from '../contracts/class-head.ts';
import { type EmbedderFingerprint, isSameFingerprint } from '../domain/fingerprint.ts';
import type { ArtifactStore } from '../ports/artifact-store.ts';
import type { Embedder } from '../ports/embedder.ts';
import { readIfThere } from './read-if-there.ts';

export interface ClassHeadPorts {
  readonly artifacts: Pick<ArtifactStore, 'read'>;
  readonly embedder: Pick<Embedder, 'modelId'>;
  /** Of that embedder. Asking for it the first time is a call of the model. */
  readonly fingerprint: () => Promise<EmbedderFingerprint>;
  /** The classes of whoever trained none of their own. */
  readonly standardHead?: StoredClassHead | undefined;
}

/**
 * The classes to tell a tenant's documents by: its own, else those of the product; none where they were learned from
 * vectors of another embedder, for these mean nothing here.
 *
 * @throws PipelineFailure what reading throws, but for a tenant without classes.
 */
export async function classHeadFor(
  tenantId: string,
  { artifacts, embedder, fingerprint, standardHead }: ClassHeadPorts,
  signal: AbortSignal,
): Promise<StoredClassHead | undefined> {
  const own = await readIfThere(artifacts, classHeadKey(tenantId), classHeadSchema(), signal);
  const all = [own, standardHead].filter((head) => head !== undefined);
  const heads = all.filter((head) => head.fingerprint.modelId === embedder.modelId);
  if (heads.length === 0) return undefined;
  const current = await fingerprint();
  return heads.find((head) => isSameFingerprint(head.fingerprint, current));
}
