import { createHash } from 'node:crypto';
import type { Identified } from '#shared/contracts/steps.ts';
import { type ChunkingPolicy, chunkingName, FIRST_CHUNKING } from '#shared/domain/chunking-policy.ts';
import type { LiveVersion } from '#shared/domain/document.ts';
import { type Attempt, PIPELINE_VERSION } from '#shared/domain/identity.ts';
import type { DocumentStore } from '#shared/ports/document-store.ts';
import type { Keys } from '#shared/ports/keys.ts';
import type { Ledger } from '#shared/ports/ledger.ts';
import type { TypeDetector } from '#shared/ports/text-extractor.ts';
import { currentDocument } from '#shared/runtime/current-document.ts';

export interface IdentifyPorts {
  readonly store: DocumentStore;
  readonly ledger: Ledger;
  readonly keys: Keys;
  readonly types: TypeDetector;
  readonly maxDocumentBytes: number;
  readonly chunking: ChunkingPolicy;
}

/**
 * Says what the bytes are, by content, and whether they are those that are live already.
 *
 * @throws PipelineFailure `Superseded`, `DocumentTooLarge`, `DocumentEmpty`, `DocumentEncrypted`, `MediaTypeUnsupported`.
 */
export async function identifyDocument(
  attempt: Attempt,
  ports: IdentifyPorts,
  signal: AbortSignal,
): Promise<Identified> {
  const { store, ledger, keys, types, maxDocumentBytes, chunking } = ports;
  const record = await currentDocument(ledger, attempt, signal);
  const key = keys.open(record.tenantId, record.sealedKey);
  const bytes = await store.read(key, attempt.versionId, maxDocumentBytes, signal);
  const contentHash = createHash('sha256').update(bytes).digest('hex');
  const { live } = record;
  if (
    live !== undefined &&
    isUnchanged(live, { policy: record.policy, chunking: chunkingName(chunking), contentHash })
  ) {
    return { ...attempt, outcome: 'unchanged', contentHash, mediaType: live.mediaType };
  }
  const mediaType = await types.detect(bytes, key.slice(key.lastIndexOf('/') + 1));
  return { ...attempt, outcome: 'new', contentHash, mediaType };
}

/** The same bytes through the same pipeline under the same policy, cut in the same way, give the same chunks. */
function isUnchanged(live: LiveVersion, now: Pick<LiveVersion, 'policy' | 'chunking' | 'contentHash'>): boolean {
  const isSameWork = live.policy === now.policy && (live.chunking ?? FIRST_CHUNKING) === now.chunking;
  return isSameWork && live.contentHash === now.contentHash && live.pipelineVersion === PIPELINE_VERSION;
}
