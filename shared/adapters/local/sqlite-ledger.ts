import type { z } from 'zod/mini';
import { collectionRuleSchema, documentRecordSchema, stepRecordSchema } from '../../contracts/ledger-records.ts';
import { receiptSchema } from '../../contracts/receipt.ts';
import type { DocumentRecord, StepRecord } from '../../domain/document.ts';
import { PipelineFailure } from '../../domain/failures.ts';
import { mergeSteps } from '../../domain/step-history.ts';
import type { Ledger } from '../../ports/ledger.ts';
import { localCall } from './local-call.ts';
import type { Database, Row } from './open-database.ts';

/** Messages never say what a row holds. */
const UNREADABLE = 'the ledger did not answer';
const UNWRITABLE = 'the ledger did not take the row';

/** The ledger in a database of `LEDGER_SCHEMA`. */
export function sqliteLedger(database: Database): Ledger {
  return { ...documentRows(database), ...stepRows(database), ...collectionRows(database), ...answerRows(database) };
}

function documentRows(database: Database): Pick<Ledger, 'document' | 'documents' | 'listDocuments' | 'writeDocument'> {
  return {
    document: (tenantId, documentId, signal) =>
      localCall(UNREADABLE, signal, () => {
        const row = database.get(
          'SELECT body FROM documents WHERE tenant_id = ? AND document_id = ?',
          tenantId,
          documentId,
        );
        return row && parseBody(row, documentRecordSchema());
      }),

    documents: (tenantId, documentIds, signal) =>
      localCall(UNREADABLE, signal, () =>
        database
          .all(
            'SELECT body FROM documents WHERE tenant_id = ? AND document_id IN (SELECT value FROM json_each(?))',
            tenantId,
            JSON.stringify(documentIds),
          )
          .map((row) => parseBody(row, documentRecordSchema())),
      ),

    listDocuments: (tenantId, { status, after = '', limit }, signal) =>
      localCall(UNREADABLE, signal, () => {
        const rows = status
          ? database.all(
              'SELECT body FROM documents WHERE tenant_id = ? AND status = ? AND document_id > ? ORDER BY document_id LIMIT ?',
              ...[tenantId, status, after, limit + 1],
            )
          : database.all(
              'SELECT body FROM documents WHERE tenant_id = ? AND document_id > ? ORDER BY document_id LIMIT ?',
              ...[tenantId, after, limit + 1],
            );
        const documents = rows.slice(0, limit).map((row) => parseBody(row, documentRecordSchema()));
        return rows.length > limit ? { documents, next: documents.at(-1)?.documentId } : { documents };
      }),

    writeDocument: (record, signal) =>
      localCall(UNWRITABLE, signal, () => {
        if (replaceDocument(database, record) === 0) {
          throw new PipelineFailure('LedgerConflict', 'another writer changed the document first', {
            details: { documentId: record.documentId, revision: record.revision },
          });
        }
      }),
  };
}

/** Compare and set in one statement. The rows changed: 0 when the stored revision is another. */
function replaceDocument(database: Database, record: DocumentRecord): number {
  const { tenantId, documentId, revision, status } = record;
  const body = JSON.stringify(record);
  if (revision === 1) {
    return database.run(
      'INSERT INTO documents (tenant_id, document_id, revision, status, body) VALUES (?, ?, 1, ?, ?) ON CONFLICT DO NOTHING',
      ...[tenantId, documentId, status, body],
    );
  }
  return database.run(
    'UPDATE documents SET revision = ?, status = ?, body = ? WHERE tenant_id = ? AND document_id = ? AND revision = ?',
    ...[revision, status, body, tenantId, documentId, revision - 1],
  );
}

function stepRows(database: Database): Pick<Ledger, 'recordStep' | 'steps'> {
  return {
    recordStep: (step, signal) =>
      localCall(UNWRITABLE, signal, () => database.relaxedTransaction(() => mergeStep(database, step))),

    steps: (tenantId, documentId, signal) =>
      localCall(UNREADABLE, signal, () =>
        database
          .all(
            'SELECT body FROM steps WHERE tenant_id = ? AND document_id = ? ORDER BY started_at, recorded',
            ...[tenantId, documentId],
          )
          .map((row) => parseBody(row, stepRecordSchema())),
      ),
  };
}

function mergeStep(database: Database, step: StepRecord): void {
  const key = [step.tenantId, step.documentId, step.versionId, step.attempt, step.step];
  const known = database.get(
    'SELECT body FROM steps WHERE tenant_id = ? AND document_id = ? AND version_id = ? AND attempt = ? AND step = ?',
    ...key,
  );
  const merged = known ? mergeSteps(parseBody(known, stepRecordSchema()), step) : step;
  database.run(
    `INSERT INTO steps (tenant_id, document_id, version_id, attempt, step, started_at, body) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET started_at = excluded.started_at, body = excluded.body`,
    ...[...key, merged.startedAt, JSON.stringify(merged)],
  );
}

function collectionRows(database: Database): Pick<Ledger, 'collection' | 'collections' | 'writeCollection'> {
  return {
    collection: (tenantId, collection, signal) =>
      localCall(UNREADABLE, signal, () => {
        const row = database.get(
          'SELECT body FROM collections WHERE tenant_id = ? AND collection = ?',
          ...[tenantId, collection],
        );
        return row && parseBody(row, collectionRuleSchema());
      }),

    collections: (tenantId, signal) =>
      localCall(UNREADABLE, signal, () => {
        const rows =
          tenantId === undefined
            ? database.all('SELECT body FROM collections ORDER BY tenant_id, collection')
            : database.all('SELECT body FROM collections WHERE tenant_id = ? ORDER BY collection', tenantId);
        return rows.map((row) => parseBody(row, collectionRuleSchema()));
      }),

    writeCollection: (rule, signal) =>
      localCall(UNWRITABLE, signal, () => {
        database.run(
          'INSERT OR REPLACE INTO collections (tenant_id, collection, body) VALUES (?, ?, ?)',
          ...[rule.tenantId, rule.collection, JSON.stringify(rule)],
        );
      }),
  };
}

function answerRows(database: Database): Pick<Ledger, 'writeReceipt' | 'receipt' | 'writeFeedback'> {
  return {
    writeReceipt: (receipt, signal) =>
      localCall(UNWRITABLE, signal, () => {
        database.run(
          'INSERT OR REPLACE INTO receipts (tenant_id, answer_id, body) VALUES (?, ?, ?)',
          ...[receipt.tenantId, receipt.answerId, JSON.stringify(receipt)],
        );
      }),

    receipt: (tenantId, answerId, signal) =>
      localCall(UNREADABLE, signal, () => {
        const row = database.get('SELECT body FROM receipts WHERE tenant_id = ? AND answer_id = ?', tenantId, answerId);
        return row && parseBody(row, receiptSchema());
      }),

    writeFeedback: (feedback, signal) =>
      localCall(UNWRITABLE, signal, () => {
        database.run(
          'INSERT OR REPLACE INTO feedback (tenant_id, answer_id, user, body) VALUES (?, ?, ?, ?)',
          ...[feedback.tenantId, feedback.answerId, feedback.user, JSON.stringify(feedback)],
        );
      }),
  };
}

function parseBody<T>(row: Row, schema: z.ZodMiniType<T>): T {
  return schema.parse(JSON.parse(String(row['body'])));
}
