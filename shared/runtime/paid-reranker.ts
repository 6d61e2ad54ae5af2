import { rerankingBound } from '../domain/spending-bounds.ts';
import type { Reranker } from '../ports/reranker.ts';
import { type SpendingPorts, spend } from './spend.ts';

/** The same reranker on a tenant's account. It throws `BudgetExhausted` besides what the reranker throws. */
export function paidReranker(tenantId: string, reranker: Reranker, ports: SpendingPorts): Reranker {
  const { modelId, maxPassages } = reranker;
  return {
    ...{ modelId, maxPassages },
    rerank: (request, signal) =>
      spend({ tenantId, most: [rerankingBound(modelId)] }, ports, signal, async () => {
        const result = await reranker.rerank(request, signal);
        return { result, uses: result.uses };
      }),
  };
}
