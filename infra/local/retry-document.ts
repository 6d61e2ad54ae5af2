import type { RedactionPolicy } from '#shared/domain/document.ts';
import { retried } from '#shared/domain/document-lifecycle.ts';
import { updateDocument } from '#shared/runtime/update-document.ts';
import type { Stack } from './stack.ts';

/**
 * Sends a held or rejected document again, as a further attempt, and waits until it has ended.
 *
 * @throws PipelineFailure `NotFound`, or `InputInvalid` when it is neither held nor rejected.
 */
export async function retryDocument(
  stack: Stack,
  tenantId: string,
  documentId: string,
  policy?: RedactionPolicy,
): Promise<void> {
  const { ledger, clock, slots } = stack.ports;
  const change = (record: Parameters<typeof retried>[0]) => retried(record, policy ?? record.policy, clock.now());
  const record = await updateDocument(ledger, { tenantId, documentId }, change);
  const run = { tenantId, documentId, versionId: record.source?.versionId ?? '', attempt: record.attempt };
  await slots.enqueue(run, 'live');
  await stack.settled();
}
