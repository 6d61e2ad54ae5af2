/**
 * Attributes of the ledger's one DynamoDB table, as the stack declares it and the adapter writes it. All keys are
 * strings; the table streams nothing and has no local secondary index, so that a tenant's rows can be split.
 */
export const LEDGER_TABLE = {
  partitionKey: 'pk',
  sortKey: 'sk',
  /** Seconds since 1970 after which DynamoDB removes the item; on receipts and the lines of the accounts only. */
  timeToLive: 'expiresAt',
  /** Documents by status: partition key `statusKey`, sort key `sk`, projection KEYS_ONLY. */
  statusIndex: { name: 'by-status', partitionKey: 'statusKey' },
} as const;
