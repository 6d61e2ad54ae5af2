import { judgingBound } from '../domain/spending-bounds.ts';
import type { AnswerJudge } from '../ports/answer-judge.ts';
import { type SpendingPorts, spend } from './spend.ts';

/** The same judge on an account. It throws `BudgetExhausted` besides what the judge throws. */
export function paidJudge(account: string, judge: AnswerJudge, ports: SpendingPorts): AnswerJudge {
  const { name } = judge;
  return {
    name,
    judge: (judged, signal) =>
      spend({ tenantId: account, most: [judgingBound(name, judged)] }, ports, signal, async () => {
        const result = await judge.judge(judged, signal);
        const use = { model: name, calls: 1, ...result.usage };
        ports.onUse?.(use);
        return { result, uses: [use] };
      }),
  };
}
