/** Every way on which something may be put aside because nobody could deliver or do it: one dead-letter queue each. */
export const DEAD_LETTER_EDGES = [
  'admission-not-delivered',
  'admission-not-routed',
  'admission-not-admitted',
  'dispatch-not-called',
  'dispatch-not-done',
  'reconcile-not-called',
  'reconcile-not-done',
  'canary-not-called',
  'canary-not-done',
  'index-not-prepared',
] as const;

export type DeadLetterEdge = (typeof DEAD_LETTER_EDGES)[number];

/** Given, so that an alarm can watch a queue whose stack it does not know. */
export function deadLetterQueueName(environment: string, edge: DeadLetterEdge): string {
  return `affidavit-${environment}-${edge}`;
}

/** How many letters lie in a queue, by SQS's own name. Source: SQS developer guide, "Available CloudWatch metrics". */
export const QUEUED_LETTERS = 'ApproximateNumberOfMessagesVisible';

/** Id of the runbook of them all. */
export const DEAD_LETTERS = 'dead-letters';
