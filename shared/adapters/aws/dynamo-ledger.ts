import type { Ledger } from '../../ports/ledger.ts';
import { dynamoAnswers } from './dynamo-answers.ts';
import { dynamoCollections } from './dynamo-collections.ts';
import { dynamoDocuments } from './dynamo-documents.ts';
import { dynamoSteps } from './dynamo-steps.ts';
import { type LedgerTableOptions, ledgerTable } from './ledger-table.ts';

/**
 * The ledger in the one table of `LEDGER_TABLE`. Partitions: `documents#<tenant>`, `steps#<tenant>#<document>`,
 * `collections#<tenant>`, `tenants`, `answers#<tenant>#<answer>`, `answered#<month>`.
 *
 * The list by status goes by an index that lags by moments, and reads every row on it again from the table: a row may be
 * missing for a moment, but none is ever shown with a status that it no longer has.
 */
export function dynamoLedger(options: LedgerTableOptions): Ledger {
  const { clock, ids } = options;
  const items = ledgerTable(options);
  return {
    ...dynamoDocuments(items, ids),
    ...dynamoSteps(items, ids),
    ...dynamoCollections(items),
    ...dynamoAnswers(items, clock),
  };
}
