import type { DocumentRecord } from '#shared/domain/document.ts';
import { documentIdOf } from '#shared/domain/identity.ts';
import { evidenceFinder, overlaps } from '#shared/domain/text-evidence.ts';
import { unredacted } from '#shared/domain/unredacted.ts';
import { everyDocument } from './every-document.ts';
import type { LocalPorts } from './local-ports.ts';
import { publishedPages } from './published-pages.ts';

type FinderPorts = Pick<LocalPorts, 'store' | 'ledger' | 'artifacts' | 'index' | 'redactor'>;

/** A document that somebody expected to find, or one that holds the words that somebody expected. */
export interface LocatedExpectation {
  readonly record: DocumentRecord | undefined;
  readonly isInText: boolean;
  /** Ids of the live chunks that hold it. */
  readonly chunkIds: readonly string[];
}

/**
 * Looks for a document by id, by `<collection>/<path>` or by its name as it is listed, and else for the document that
 * holds the words, which may be written as they stood before redaction. Looks at all documents of the tenant, whoever may
 * read them: for the machine's owner alone.
 */
export async function locateExpected(
  tenantId: string,
  expected: string,
  ports: FinderPorts,
): Promise<LocatedExpectation> {
  const records = await everyDocument(ports.ledger, tenantId);
  const named = records.find((record) => isNamed(record, expected, ports));
  if (named !== undefined) {
    const chunks = await liveChunks(named, ports);
    return { record: named, isInText: true, chunkIds: chunks.map(({ chunkId }) => chunkId) };
  }
  const words = await wordings(tenantId, expected, ports);
  for (const record of records) {
    const find = evidenceFinder(await publishedPages(ports.artifacts, record));
    const spans = words.map((quote) => find({ quote })).find((found) => found.length > 0);
    if (spans === undefined) continue;
    const chunks = await liveChunks(record, ports);
    const holding = chunks.filter((chunk) => spans.some((span) => overlaps(chunk, span)));
    return { record, isInText: true, chunkIds: holding.map(({ chunkId }) => chunkId) };
  }
  return { record: undefined, isInText: false, chunkIds: [] };
}

function isNamed({ tenantId, documentId, name }: DocumentRecord, expected: string, { store }: FinderPorts): boolean {
  const byPath = documentIdOf(tenantId, store.bucket, `tenants/${tenantId}/${expected}`);
  return documentId === expected || documentId === byPath || name === expected;
}

/** The words as they were given and as either policy leaves them. */
async function wordings(tenantId: string, expected: string, { redactor }: FinderPorts): Promise<string[]> {
  const raw = unredacted(expected);
  const strict = await redactor.redactQuestion(tenantId, 'strict', raw);
  const identifiers = await redactor.redactQuestion(tenantId, 'identifiers', raw);
  return [...new Set([expected, identifiers, strict])];
}

async function liveChunks({ tenantId, documentId, live }: DocumentRecord, { index }: FinderPorts) {
  const chunks = await index.documentChunks(tenantId, documentId);
  return chunks.filter(({ versionId, attempt }) => versionId === live?.versionId && attempt === live.attempt);
}
