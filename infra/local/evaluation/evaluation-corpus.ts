import path from 'node:path';
import type { LocalSettings } from '#shared/contracts/local-settings.ts';
import { EVERYONE } from '#shared/domain/access.ts';
import { chunkingNamed } from '#shared/domain/chunking-policy.ts';
import type { RedactionPolicy } from '#shared/domain/document.ts';
import { documentIdOf, objectKeyOf, PIPELINE_VERSION, shortHash } from '#shared/domain/identity.ts';
import { INDEX_VERSION } from '#shared/domain/index-generation.ts';
import { calibrationFile } from '../local-calibration.ts';
import type { Stack } from '../stack.ts';
import type { BeirDataset } from './beir-dataset.ts';
import { ingestObjects } from './ingest-objects.ts';

export const EVALUATION_TENANT = 'evaluation';
export const EVALUATION_COLLECTION = 'corpus';

/**
 * Settings whose state folder is the data set's own, in the cache of the user's: named after the documents and all that
 * shapes their index, so that a second run finds it ready and another chunking starts afresh.
 */
export function evaluationSettings(
  settings: LocalSettings,
  dataset: { readonly name: string; readonly hash: string },
  policy: RedactionPolicy,
): LocalSettings {
  const cutBy = chunkingNamed(settings.AFFIDAVIT_CHUNKING);
  const shape = shortHash([dataset.hash, policy, PIPELINE_VERSION, String(INDEX_VERSION), JSON.stringify(cutBy)], 16);
  const folder = `${dataset.name.replace(/[^\w-]/g, '_')}-${shape}`;
  return {
    ...settings,
    AFFIDAVIT_CALIBRATION: calibrationFile(settings),
    AFFIDAVIT_HOME: path.join(settings.AFFIDAVIT_HOME, 'cache', 'evaluations', folder),
  };
}

export interface IngestedCorpus {
  /** The corpus' own ids by ours, of the documents that were published. */
  readonly corpusIds: ReadonlyMap<string, string>;
  /** How many were rejected or held. */
  readonly missing: number;
}

/** Ingests every document of the corpus as a Markdown file of title and text, named after its id. */
export async function ingestCorpus(
  stack: Stack,
  { corpus }: BeirDataset,
  policy: RedactionPolicy,
  onProgress: (ended: number) => void,
): Promise<IngestedCorpus> {
  const rule = { tenantId: EVALUATION_TENANT, collection: EVALUATION_COLLECTION, access: [EVERYONE], policy };
  const objects = corpus.map(({ id, title, text }) => ({
    id,
    key: objectKeyOf({
      tenantId: EVALUATION_TENANT,
      collection: EVALUATION_COLLECTION,
      path: `${encodeURIComponent(id)}.md`,
    }),
    bytes: new TextEncoder().encode(title.trim() === '' ? text : `# ${title}\n\n${text}`),
  }));
  const rows = await ingestObjects(stack, [rule], objects, onProgress);

  const published = new Set(rows.filter(({ live }) => live !== undefined).map(({ documentId }) => documentId));
  const { bucket } = stack.ports.store;
  const ids = objects
    .map(({ id, key }) => [documentIdOf(EVALUATION_TENANT, bucket, key), id] as const)
    .filter(([documentId]) => published.has(documentId));
  return { corpusIds: new Map(ids), missing: corpus.length - ids.length };
}
