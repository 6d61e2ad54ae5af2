import type { RedriveEvent, RedriveResult } from '#shared/contracts/redrive.ts';
import { type RedrivePorts, redriveDocuments } from '#shared/runtime/redrive-documents.ts';

/**
 * Sends a tenant's documents again that failed for a reason which has passed. Safe to call twice, and at once.
 *
 * @throws PipelineFailure `DependencyUnavailable`; what was sent by then stays sent.
 */
export async function redriveRejected(
  { tenantId, reason, since, dryRun }: RedriveEvent,
  ports: RedrivePorts,
  signal: AbortSignal,
): Promise<RedriveResult> {
  const selection = { tenantId, reason, since: since === undefined ? 0 : Date.parse(since), isDryRun: dryRun };
  const { matched, sent, skipped } = await redriveDocuments(selection, ports, () => undefined, signal);
  return { isFinished: true, matched, sent: sent.length, skipped };
}
