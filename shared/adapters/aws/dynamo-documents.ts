import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { documentRecordSchema } from '../../contracts/ledger-records.ts';
import { LEDGER_TABLE } from '../../contracts/ledger-table.ts';
import type { DocumentRecord, DocumentStatus } from '../../domain/document.ts';
import { PipelineFailure } from '../../domain/failures.ts';
import type { Ids } from '../../ports/clock.ts';
import type { DocumentPage, Ledger } from '../../ports/ledger.ts';
import { awsCall, type CallOptions } from './aws-call.ts';
import { type DynamoTable, UNREADABLE, UNWRITABLE } from './dynamo-table.ts';

type DocumentItems = Pick<Ledger, 'document' | 'documents' | 'listDocuments' | 'writeDocument'>;

/** Rows of documents, one item each. */
export function dynamoDocuments(items: DynamoTable, ids: Ids): DocumentItems {
  return {
    document: (tenantId, documentId, signal) =>
      awsCall(UNREADABLE, signal, async (options) => {
        const item = await items.get(keyOf(tenantId, documentId), options);
        return item && recordOf(item);
      }),

    documents: (tenantId, documentIds, signal) =>
      awsCall(UNREADABLE, signal, (options) => rows(items, tenantId, documentIds, options)),

    listDocuments: (tenantId, { status, after, limit }, signal) =>
      awsCall(UNREADABLE, signal, async (options) => {
        if (status !== undefined) return listByStatus(items, { tenantId, status, after, limit }, options);
        const found = await items.query({ pk: partitionOf(tenantId), after, limit: limit + 1 }, options);
        return page(found.slice(0, limit).map(recordOf), found.length > limit);
      }),

    writeDocument: (record, signal) =>
      awsCall(UNWRITABLE, signal, (options) => write(items, record, ids.random(), options)),
  };
}

async function rows(
  items: DynamoTable,
  tenantId: string,
  documentIds: readonly string[],
  options: CallOptions,
): Promise<DocumentRecord[]> {
  // DynamoDB refuses a batch that names a key twice.
  const keys = [...new Set(documentIds)].map((documentId) => keyOf(tenantId, documentId));
  return (await items.getAll(keys, options)).map(recordOf);
}

interface StatusQuery {
  readonly tenantId: string;
  readonly status: DocumentStatus;
  readonly after: string | undefined;
  readonly limit: number;
}

async function listByStatus(
  items: DynamoTable,
  { tenantId, status, after, limit }: StatusQuery,
  options: CallOptions,
): Promise<DocumentPage> {
  const index = LEDGER_TABLE.statusIndex;
  const pk = statusPartitionOf(tenantId, status);
  const found = await items.query({ pk, after, limit: limit + 1, index }, options);
  const documentIds = found.slice(0, limit).map(({ sk }) => String(sk));
  const records = await rows(items, tenantId, documentIds, options);
  const still = records.filter((record) => record.status === status);
  const ordered = still.sort((a, b) => (a.documentId < b.documentId ? -1 : 1));
  return found.length > limit ? { documents: ordered, next: documentIds.at(-1) } : { documents: ordered };
}

function page(documents: readonly DocumentRecord[], hasMore: boolean): DocumentPage {
  return hasMore ? { documents, next: documents.at(-1)?.documentId } : { documents };
}

/**
 * Compare and set. `writeId` tells this write from any other: when the SDK sends it again because the first answer got
 * lost, the condition fails on our own row, and that is a success.
 */
async function write(items: DynamoTable, record: DocumentRecord, writeId: string, options: CallOptions): Promise<void> {
  const { tenantId, documentId, revision, status } = record;
  const key = keyOf(tenantId, documentId);
  const item = { ...key, statusKey: statusPartitionOf(tenantId, status), revision, writeId, record };
  const condition =
    revision === 1
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : { ConditionExpression: 'revision = :before', ExpressionAttributeValues: { ':before': revision - 1 } };
  try {
    await items.put(item, condition, options);
  } catch (cause) {
    if (!(cause instanceof ConditionalCheckFailedException)) throw cause;
    if ((await items.get(key, options))?.['writeId'] === writeId) return;
    throw new PipelineFailure('LedgerConflict', 'another writer changed the document first', {
      details: { documentId, revision },
    });
  }
}

function recordOf(item: Readonly<Record<string, unknown>>): DocumentRecord {
  return documentRecordSchema().parse(item['record']);
}

function keyOf(tenantId: string, documentId: string) {
  return { pk: partitionOf(tenantId), sk: documentId };
}

function partitionOf(tenantId: string): string {
  return `documents#${tenantId}`;
}

function statusPartitionOf(tenantId: string, status: DocumentStatus): string {
  return `${tenantId}#${status}`;
}
