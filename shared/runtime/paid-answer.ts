import { meteredCost } from '../domain/metered-cost.ts';
import { answerBound } from '../domain/spending-bounds.ts';
import type { Answerer, AnswererReply, OnClaim } from '../ports/answerer.ts';
import { type SpendingPorts, spend } from './spend.ts';

/** A model's answer on a tenant's account. It throws `BudgetExhausted` besides what the model throws. */
export function paidAnswer(
  tenantId: string,
  answerer: Answerer,
  request: Parameters<Answerer['answer']>[0],
  ports: SpendingPorts,
  signal: AbortSignal,
  onClaim?: OnClaim,
): Promise<AnswererReply> {
  return spend({ tenantId, bound: answerBound(answerer.name, request) }, ports, signal, async () => {
    const result = await answerer.answer(request, signal, onClaim);
    const { dollars } = meteredCost([{ model: answerer.name, calls: 1, ...result.usage }]);
    return { result, dollars };
  });
}
