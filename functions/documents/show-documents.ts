import type { z } from 'zod/mini';
import type {
  DocumentDetailSchema,
  DocumentListSchema,
  DocumentQuerySchema,
  DocumentView,
} from '#shared/contracts/api.ts';
import { type Caller, mayRead } from '#shared/domain/access.ts';
import type { DocumentRecord, StepRecord } from '#shared/domain/document.ts';
import { failureTraits } from '#shared/domain/failures.ts';
import type { Ledger } from '#shared/ports/ledger.ts';
import { documentFor } from './document-for.ts';

export interface ShowPorts {
  readonly ledger: Ledger;
}

/** Rows read from the ledger at once. */
const PAGE_SIZE = 100;

/** The documents that the caller may read, in the order of their ids, up to the limit that was asked for. */
export async function listDocuments(
  caller: Caller,
  { status, limit, after }: z.output<typeof DocumentQuerySchema>,
  { ledger }: ShowPorts,
  signal: AbortSignal,
): Promise<z.output<typeof DocumentListSchema>> {
  const documents: DocumentView[] = [];
  let next = after;
  do {
    const page = await ledger.listDocuments(caller.tenantId, { status, after: next, limit: PAGE_SIZE }, signal);
    for (const record of page.documents.filter((each) => isShown(caller, each))) {
      documents.push(viewOf(record));
      if (documents.length === limit) return { documents, next: record.documentId };
    }
    next = page.next;
  } while (next !== undefined);
  return { documents };
}

/** @throws PipelineFailure `NotFound` also for a document that the caller may not read: the two look the same. */
export async function showDocument(
  caller: Caller,
  documentId: string,
  { ledger }: ShowPorts,
  signal: AbortSignal,
): Promise<z.output<typeof DocumentDetailSchema>> {
  const record = await documentFor(caller, documentId, (each) => isShown(caller, each), ledger, signal);
  const steps = await ledger.steps(caller.tenantId, documentId, signal);
  return { ...viewOf(record), steps: steps.map(stepViewOf) };
}

function isShown(caller: Caller, { tenantId, access, status }: DocumentRecord): boolean {
  return status !== 'deleted' && mayRead(caller, tenantId, access);
}

function viewOf({ documentId, collection, name, status, failure, live, updatedAt }: DocumentRecord): DocumentView {
  return {
    documentId,
    collection,
    name,
    title: live?.title ?? '',
    status,
    ...(failure && { failure: { name: failure.name, step: failure.step, advice: failureTraits(failure.name).advice } }),
    mediaType: live?.mediaType,
    language: live?.language,
    documentClass: live?.documentClass,
    classConfidence: live?.classConfidence,
    pages: live?.pages,
    chunks: live?.chunks,
    suspicious: live?.suspicious,
    quarantined: live?.quarantined,
    updatedAt,
  };
}

function stepViewOf({ versionId, attempt, step, startedAt, endedAt, runs, outcome }: StepRecord) {
  return { versionId, attempt, step, startedAt, endedAt, runs, outcome };
}
