import { HOURS_A_MONTH } from '#infra/aws/network-price.ts';
import { CANARY_MINUTES } from '#shared/contracts/canary.ts';
import { type CostLine, costLine } from './cost-line.ts';
import { ingestCosts, questionCosts } from './usage-costs.ts';
import type { Profile } from './workload.ts';

/** Pages that the canary's document counts for: some 900 words. */
const PAGES = 3;

/** What the canary's documents and answers take a month, one line a price and named after it. Its searches take a hundredth of that. */
export function canaryCosts(profile: Profile, settings: Parameters<typeof questionCosts>[2]): CostLine[] {
  const runs = (HOURS_A_MONTH * 60) / CANARY_MINUTES;
  const workload = { documents: runs, pages: PAGES, questions: runs, scannedPages: 0 };
  const lines = [...ingestCosts(workload, profile, settings), ...questionCosts(workload, profile, settings)];
  return [...new Set(lines.map(({ price }) => price))].map((price) => {
    const quantity = lines.filter((line) => line.price === price).reduce((sum, line) => sum + line.quantity, 0);
    return costLine(`canary, ${price}`, price, quantity);
  });
}
