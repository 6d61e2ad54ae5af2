import type { z } from 'zod';
import type { FeedbackRequestSchema } from '#shared/contracts/api.ts';
import type { Caller } from '#shared/domain/access.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import type { Receipt } from '#shared/domain/receipt.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Ledger } from '#shared/ports/ledger.ts';

export interface ReceiptPorts {
  readonly ledger: Ledger;
  readonly clock: Clock;
}

/** @throws PipelineFailure `NotFound` also for an answer that somebody else was given. */
export async function showReceipt(
  caller: Caller,
  answerId: string,
  { ledger }: ReceiptPorts,
  signal: AbortSignal,
): Promise<Receipt> {
  const receipt = await ledger.receipt(caller.tenantId, answerId, signal);
  if (receipt?.user === caller.user) return visibleTo(receipt);
  throw new PipelineFailure('NotFound', 'no such answer');
}

/** @throws PipelineFailure `NotFound`. */
export async function recordFeedback(
  caller: Caller,
  answerId: string,
  { verdict }: z.output<typeof FeedbackRequestSchema>,
  ports: ReceiptPorts,
  signal: AbortSignal,
): Promise<void> {
  await showReceipt(caller, answerId, ports, signal);
  const at = new Date(ports.clock.now()).toISOString();
  const { tenantId, user } = caller;
  await ports.ledger.writeFeedback({ tenantId, answerId, user, verdict, at }, signal);
}

/** Candidates that the caller may not read stay out: that they exist is nobody else's business. */
function visibleTo(receipt: Receipt): Receipt {
  return { ...receipt, candidates: receipt.candidates.filter(({ fate }) => fate === 'shown' || fate === 'below-cut') };
}
