import { LEDGER_TABLE } from '../../contracts/ledger-table.ts';
import { receiptSchema } from '../../contracts/receipt.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Ledger } from '../../ports/ledger.ts';
import { awsCall } from './aws-call.ts';
import { type DynamoTable, UNREADABLE, UNWRITABLE } from './dynamo-table.ts';

/** How long an answer can be explained: a quarter, in which a reader may still come back with a question about it. */
const RETENTION_SECONDS = 90 * 24 * 60 * 60;

const RECEIPT = 'receipt';

/** Receipts of answers and what readers said of them. DynamoDB removes both some time after they have expired. */
export function dynamoAnswers(
  items: DynamoTable,
  clock: Clock,
): Pick<Ledger, 'writeReceipt' | 'receipt' | 'writeFeedback'> {
  const nowSeconds = () => Math.floor(clock.now() / 1_000);
  const expiry = () => ({ [LEDGER_TABLE.timeToLive]: nowSeconds() + RETENTION_SECONDS });
  return {
    writeReceipt: (receipt, signal) =>
      awsCall(UNWRITABLE, signal, (options) =>
        items.put({ ...keyOf(receipt, RECEIPT), record: receipt, ...expiry() }, {}, options),
      ),

    receipt: (tenantId, answerId, signal) =>
      awsCall(UNREADABLE, signal, async (options) => {
        const item = await items.get(keyOf({ tenantId, answerId }, RECEIPT), options);
        // Removal takes DynamoDB up to some days.
        const isOver = Number(item?.[LEDGER_TABLE.timeToLive]) <= nowSeconds();
        if (item === undefined || isOver) return undefined;
        return receiptSchema().parse(item['record']);
      }),

    writeFeedback: (feedback, signal) =>
      awsCall(UNWRITABLE, signal, (options) =>
        items.put({ ...keyOf(feedback, `feedback#${feedback.user}`), record: feedback, ...expiry() }, {}, options),
      ),
  };
}

function keyOf({ tenantId, answerId }: { readonly tenantId: string; readonly answerId: string }, sk: string) {
  return { pk: `answers#${tenantId}#${answerId}`, sk };
}
