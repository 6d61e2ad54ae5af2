import type { CollectionRule, DocumentRecord, DocumentStatus, StepRecord } from '../domain/document.ts';
import type { Receipt } from '../domain/receipt.ts';

export interface DocumentPage {
  readonly documents: readonly DocumentRecord[];
  /** Pass as `after` for the next page; absent on the last one. */
  readonly next?: string | undefined;
}

/**
 * The facts: documents, collections, step history, receipts. Reads are strongly consistent.
 *
 * An aborted `signal` rejects any call. Every call throws PipelineFailure `DependencyUnavailable` when the ledger fails.
 */
export interface Ledger {
  document(tenantId: string, documentId: string, signal?: AbortSignal): Promise<DocumentRecord | undefined>;

  /** The rows that exist among these, in any order; at most 100 ids a call. */
  documents(tenantId: string, documentIds: readonly string[], signal?: AbortSignal): Promise<DocumentRecord[]>;

  /** Rows of a tenant ordered by documentId. `limit` 1 to 100. */
  listDocuments(
    tenantId: string,
    query: {
      readonly status?: DocumentStatus | undefined;
      readonly after?: string | undefined;
      readonly limit: number;
    },
    signal?: AbortSignal,
  ): Promise<DocumentPage>;

  /**
   * Writes a row if the stored one still has revision `record.revision - 1` (0 stands for no row): the one way in
   * which a document changes, so that of two writers one is told.
   *
   * @throws PipelineFailure `LedgerConflict` when it has another.
   */
  writeDocument(record: DocumentRecord, signal?: AbortSignal): Promise<void>;

  /** Adds to the history. A step recorded again widens its times, counts up `runs` and takes the later outcome. */
  recordStep(step: StepRecord, signal?: AbortSignal): Promise<void>;
  /** All attempts of all versions, oldest first. */
  steps(tenantId: string, documentId: string, signal?: AbortSignal): Promise<StepRecord[]>;

  collection(tenantId: string, collection: string, signal?: AbortSignal): Promise<CollectionRule | undefined>;
  /** Of one tenant, or of all. */
  collections(tenantId?: string, signal?: AbortSignal): Promise<CollectionRule[]>;
  writeCollection(rule: CollectionRule, signal?: AbortSignal): Promise<void>;

  writeReceipt(receipt: Receipt, signal?: AbortSignal): Promise<void>;
  receipt(tenantId: string, answerId: string, signal?: AbortSignal): Promise<Receipt | undefined>;
  writeFeedback(feedback: Feedback, signal?: AbortSignal): Promise<void>;
}

export interface Feedback {
  readonly tenantId: string;
  readonly answerId: string;
  readonly user: string;
  readonly verdict: 'helpful' | 'unhelpful';
  /** When the answer was given and when this was said of it: ISO 8601. */
  readonly answeredAt: string;
  readonly at: string;
}
