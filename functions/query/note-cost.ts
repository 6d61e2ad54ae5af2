import type { Receipt } from '#shared/domain/receipt.ts';
import { nanodollars } from '#shared/domain/spending.ts';
import type { Metrics } from '#shared/ports/metrics.ts';

/** Tells what an answer cost, and whether its claims were remembered from an earlier one, so that both add up by tenant. */
export function noteCost({ tenantId, cost, cached }: Receipt, metrics: Metrics): void {
  const microdollars = nanodollars(cost?.dollars ?? 0) / 1_000;
  metrics.emit({ AnswerMicrodollars: microdollars, AnswersRemembered: cached ? 1 : 0 }, { tenantId });
}
