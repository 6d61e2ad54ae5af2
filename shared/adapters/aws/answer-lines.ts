import { LEDGER_TABLE } from '../../contracts/ledger-table.ts';
import { pastAnswerSchema } from '../../contracts/past-answer.ts';
import { type PastAnswer, pastAnswer } from '../../domain/past-answer.ts';
import type { Receipt } from '../../domain/receipt.ts';
import type { Feedback } from '../../ports/ledger.ts';
import type { Item, ItemKey } from './dynamo-table.ts';

/**
 * How long an answer stands in the accounts: thirteen months, so that a month can be held against that of a year before.
 * A line names nobody but the tenant.
 */
export const LINE_RETENTION_DAYS = 400;

/** What the sort key of a reader's verdict has after that of the answer. */
const VERDICT = 'verdict';

/**
 * A line of the accounts: what an answer cost, beside its receipt, and without what makes a receipt large. One partition a
 * month, so that a month is read whole by one query, also where a tenant has no collection; a partition takes some 1,000
 * lines a second. Source: DynamoDB developer guide, "Burst and adaptive capacity".
 */
export function answerLine(receipt: Receipt): Item {
  const { tenantId, answerId, at } = receipt;
  return { ...keyOf({ tenantId, answerId, at }), record: pastAnswer(receipt), ...expiryOf(at) };
}

/** What its reader says of an answer: in the partition of the answer, whenever it is said. */
export function verdictLine({ tenantId, answerId, answeredAt: at, verdict }: Feedback): Item {
  const { pk, sk } = keyOf({ tenantId, answerId, at });
  return { pk, sk: `${sk}#${VERDICT}`, verdict, ...expiryOf(at) };
}

export function linePartition(month: string): string {
  return `answered#${month}`;
}

/** The lines of a partition as answers, each with the word on it. They come in the order of their keys, or in any other. */
export function answersIn(items: readonly Readonly<Record<string, unknown>>[]): PastAnswer[] {
  const verdicts = new Map(items.map(({ sk, verdict }) => [String(sk), verdict]));
  return items.flatMap(({ sk, record }) =>
    record === undefined ? [] : [pastAnswerSchema().parse({ ...record, verdict: verdicts.get(`${sk}#${VERDICT}`) })],
  );
}

interface Answered {
  readonly tenantId: string;
  readonly answerId: string;
  /** When, ISO 8601. */
  readonly at: string;
}

/** Neither a tenant's id nor an answer's has a `#`. */
function keyOf({ tenantId, answerId, at }: Answered): ItemKey {
  return { pk: linePartition(at.slice(0, 7)), sk: `${tenantId}#${answerId}` };
}

function expiryOf(at: string): object {
  return { [LEDGER_TABLE.timeToLive]: Math.floor(Date.parse(at) / 1_000) + LINE_RETENTION_DAYS * 86_400 };
}
