import { rewritingBound } from '../domain/spending-bounds.ts';
import type { QuestionRewriter } from '../ports/question-rewriter.ts';
import { type SpendingPorts, spend } from './spend.ts';

/** The same rewriter on a tenant's account. It throws `BudgetExhausted` besides what the rewriter throws. */
export function paidRewriter(tenantId: string, rewriter: QuestionRewriter, ports: SpendingPorts): QuestionRewriter {
  const { name } = rewriter;
  return {
    name,
    rewrite: (request, signal) =>
      spend({ tenantId, most: [rewritingBound(name, request)] }, ports, signal, async () => {
        const result = await rewriter.rewrite(request, signal);
        return { result, uses: [{ model: name, calls: 1, ...result.usage }] };
      }),
  };
}
