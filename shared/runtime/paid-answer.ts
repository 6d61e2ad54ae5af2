import { answerBound } from '../domain/spending-bounds.ts';
import type { Answerer, AnswererReply, OnClaim } from '../ports/answerer.ts';
import { paidEmbedding } from './paid-embedding.ts';
import { type SpendingPorts, spend } from './spend.ts';

/** An answer on a tenant's account, with what it embeds for it. It throws `BudgetExhausted` besides what the model throws. */
export function paidAnswer(
  tenantId: string,
  answerer: Answerer,
  request: Parameters<Answerer['answer']>[0],
  ports: SpendingPorts,
  signal: AbortSignal,
  onClaim?: OnClaim,
): Promise<AnswererReply> {
  return spend({ tenantId, most: [answerBound(answerer.name, request)] }, ports, signal, async () => {
    const embed = paidEmbedding(tenantId, ports);
    const result = await answerer.answer({ ...request, embed }, signal, onClaim);
    return { result, uses: [{ model: answerer.name, calls: 1, ...result.usage }] };
  });
}
