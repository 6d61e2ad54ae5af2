import { guardrailBound } from '../domain/text-units.ts';
import type { Guardrail } from '../ports/guardrail.ts';
import { type SpendingPorts, spend } from './spend.ts';

/** The same guardrail on a tenant's account. It throws `BudgetExhausted` besides what the guardrail throws. */
export function paidGuardrail(tenantId: string, guardrail: Guardrail, ports: SpendingPorts): Guardrail {
  return {
    judge: async (side, text, signal) => {
      const verdict = await spend({ tenantId, most: guardrailBound(text) }, ports, signal, async () => {
        const result = await guardrail.judge(side, text, signal);
        return { result, uses: result.uses };
      });
      for (const use of verdict.uses) ports.onUse?.(use);
      return verdict;
    },
  };
}
