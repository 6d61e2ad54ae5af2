import { artifactKeys, PAGES_PER_BATCH } from '#shared/contracts/artifact-keys.ts';
import { RedactedBatchSchema } from '#shared/contracts/artifacts.ts';
import type { DocumentRecord } from '#shared/domain/document.ts';
import type { RedactedPage } from '#shared/domain/extraction.ts';
import type { ArtifactStore } from '#shared/ports/artifact-store.ts';

/** The redacted pages of what is live of a document: what citations are resolved against. Nothing when nothing is live. */
export async function publishedPages(
  artifacts: ArtifactStore,
  { tenantId, documentId, live }: DocumentRecord,
): Promise<readonly RedactedPage[]> {
  if (live === undefined) return [];
  const { versionId, attempt, pages } = live;
  const keys = artifactKeys({ tenantId, documentId, versionId, attempt });
  const numbers = Array.from({ length: Math.ceil(pages / PAGES_PER_BATCH) }, (_, at) => at);
  const batches = await Promise.all(
    numbers.map((batch) => artifacts.read(keys.redactedBatch(batch), RedactedBatchSchema)),
  );
  return batches.flatMap((batch) => batch.pages);
}
