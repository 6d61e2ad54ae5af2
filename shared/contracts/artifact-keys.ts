import { type Attempt, shortHash } from '../domain/identity.ts';

/** Pages in one batch of redaction, at most. 3,000 pages make 150 batches, well within one state's payload. */
export const PAGES_PER_BATCH = 20;

/**
 * Chunks in one batch of embedding, at most. An execution shall keep to 5,000 history events, a fifth of what Step
 * Functions allows, and an iteration of embedding and indexing has 12 (its start and end, and 5 of each task), one of
 * redaction 7. 100,000 chunks of 200 tokens are some 6,000 sections: 300 batches, 2,100 events; and of embedding 196
 * batches, 2,352 events; with 62 for the other states 4,514. Batches of 256 would make it 6,900.
 */
export const CHUNKS_PER_BATCH = 512;

/** Where an attempt's artifacts are. Prefixes end in `/`. */
export function artifactKeys({ tenantId, documentId, versionId, attempt }: Attempt) {
  const document = `${tenantId}/${documentId}/`;
  const run = `${document}${shortHash([versionId], 12)}-${attempt}/`;
  const numbered = (batch: number) => `${String(batch).padStart(5, '0')}.json`;
  return {
    /** Text before redaction: removed at publish and at reject. */
    rawPrefix: `raw/${run}`,
    rawBatch: (batch: number) => `raw/${run}${numbered(batch)}`,
    /** Chunks and vectors: removed at publish and at reject. */
    workPrefix: `work/${run}`,
    chunkBatch: (batch: number) => `work/${run}chunks-${numbered(batch)}`,
    vectorBatch: (batch: number) => `work/${run}vectors-${numbered(batch)}`,
    /** What embedding the batch took, read at publish. */
    embeddingUse: (batch: number) => `work/${run}use-${numbered(batch)}`,
    /** Redacted pages and quarantine: kept while the version lives. */
    pagesPrefix: `pages/${run}`,
    redactedBatch: (batch: number) => `pages/${run}${numbered(batch)}`,
    /** Which chunks of a batch the index refused, and why: kept beside the pages that hold their text. */
    quarantine: (batch: number) => `pages/${run}quarantine-${numbered(batch)}`,
    /** Redacted pages of every version and attempt of the document. */
    documentPagesPrefix: `pages/${document}`,
  };
}

/** Number of the attempt whose folder it is. */
export function attemptOfFolder(folder: string): number {
  return Number(/-(\d+)\/$/.exec(folder)?.[1]);
}
