import type { Receipt } from './receipt.ts';

/** What of an answer says whether it was worth its cost. No word of it, and nobody's name. */
export interface PastAnswer extends Pick<Receipt, 'tenantId' | 'outcome' | 'cost'> {
  /** Whether its claims were remembered from an earlier answer. */
  readonly isRemembered: boolean;
  /** What its reader said of it, if anything. */
  readonly verdict?: 'helpful' | 'unhelpful' | undefined;
}

/** Of an answer that nobody has said anything of yet. */
export function pastAnswer({ tenantId, outcome, cost, cached }: Receipt): PastAnswer {
  return { tenantId, outcome, cost, isRemembered: cached === true };
}
