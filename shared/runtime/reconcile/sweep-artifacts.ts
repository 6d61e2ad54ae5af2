import * as z from 'zod/mini';
import { artifactKeys } from '../../contracts/artifact-keys.ts';
import type { DocumentRecord } from '../../domain/document.ts';
import { everyFolder } from '../every-folder.ts';
import type { ReconcilePage, ReconcilePorts } from './reconcile-page.ts';
import { rowsOf } from './rows-of.ts';

/** Raw text first: it is what must not lie about. */
const ROOTS = ['raw/', 'work/', 'pages/'] as const;

/** Documents whose runs are listed together: each is a request to the store. */
const DOCUMENTS_AT_ONCE = 50;

const PlaceSchema = z.object({
  root: z.enum(ROOTS),
  /** The folder of the tenant whose documents are gone through; of the one before, when `isTenantDone`. */
  tenant: z.optional(z.string()),
  isTenantDone: z.optional(z.boolean()),
  /** The folder of the last document that was done. */
  document: z.optional(z.string()),
});
type Place = z.output<typeof PlaceSchema>;

/**
 * Removes the artifacts of runs that are neither live nor being processed. Of a live one the redacted pages stay, and
 * nothing else; of one that is being processed, everything.
 *
 * It is safe for the reason that `sweepChunks` gives: runs are listed first, rows are read after that, and what is removed
 * is the folder of one attempt, whose number never comes back.
 */
export const sweepArtifacts: ReconcilePage = async (after, ports, signal) => {
  const place: Place = after === undefined ? { root: 'raw/' } : PlaceSchema.parse(JSON.parse(after));
  const { root, tenant } = place;
  if (tenant === undefined || place.isTenantDone) {
    const [next] = await ports.artifacts.folders(root, tenant, signal);
    if (next !== undefined) return { found: {}, next: JSON.stringify({ root, tenant: next }) };
    const nextRoot = ROOTS[ROOTS.indexOf(root) + 1];
    return { found: {}, next: nextRoot && JSON.stringify({ root: nextRoot }) };
  }

  const documents = await ports.artifacts.folders(tenant, place.document, signal);
  if (documents.length === 0) return { found: {}, next: JSON.stringify({ root, tenant, isTenantDone: true }) };
  let orphanArtifacts = 0;
  for (let start = 0; start < documents.length; start += DOCUMENTS_AT_ONCE) {
    orphanArtifacts += await sweepDocuments(documents.slice(start, start + DOCUMENTS_AT_ONCE), ports, signal);
  }
  return { found: { orphanArtifacts }, next: JSON.stringify({ root, tenant, document: documents.at(-1) }) };
};

async function sweepDocuments(
  documents: readonly string[],
  { artifacts, ledger }: ReconcilePorts,
  signal: AbortSignal,
): Promise<number> {
  const listed = await Promise.all(documents.map((document) => everyFolder(artifacts, document, signal)));
  const runs = listed.flat().map((folder) => ({ folder, ...ownerOf(folder) }));

  const rows = await rowsOf(runs, ledger, signal); // After the listing, never before.
  const orphans = runs.filter(({ folder, documentId }) => !keptFolders(rows.get(documentId)).includes(folder));
  for (const { folder } of orphans) await artifacts.removeUnder(folder, signal);
  return orphans.length;
}

/** A run's folder is `<root>/<tenant>/<document>/<run>/`. */
function ownerOf(folder: string): Pick<DocumentRecord, 'tenantId' | 'documentId'> {
  const [, tenantId = '', documentId = ''] = folder.split('/');
  return { tenantId, documentId };
}

function keptFolders(record: DocumentRecord | undefined): string[] {
  if (record === undefined) return [];
  const live = record.live && artifactKeys({ ...record, ...record.live });
  const running =
    record.status === 'running' && record.source && artifactKeys({ ...record, versionId: record.source.versionId });
  return [
    ...(live ? [live.pagesPrefix] : []),
    ...(running ? [running.rawPrefix, running.workPrefix, running.pagesPrefix] : []),
  ];
}
