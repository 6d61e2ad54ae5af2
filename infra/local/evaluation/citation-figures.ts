import type { AnswerResponse } from '#shared/contracts/api.ts';
import type { Figure } from '#shared/contracts/evaluation-run.ts';
import type { Receipt } from '#shared/domain/receipt.ts';
import { mean } from '#shared/domain/statistics.ts';
import { LOWER_SHARE, SHARE } from './measurement.ts';

/** Where the figures of citations are looked up. */
export interface CitedService {
  readonly receipt: (tenant: string, answerId: string) => Promise<Receipt | undefined>;
  /** Text of a published page. */
  readonly pageText: (tenant: string, documentId: string, page: number) => Promise<string>;
}

export const CITATION_FIGURES: Readonly<Record<string, Figure>> = {
  'citation.coverage': SHARE,
  'citation.correct': SHARE,
  'claims.kept': SHARE,
  'claims.dropped': LOWER_SHARE,
  completeness: SHARE,
  'claims.support': SHARE,
};

/**
 * - `citation.coverage`: share of the claims that cite; `citation.correct`: of the citations, how many quote exactly what
 *   stands at their place in the published page.
 * - `claims.kept`, `claims.dropped`: shares of the proposed claims that passed the checks and that did not, without which
 *   coverage says nothing: whoever drops everything has perfect citations.
 * - `claims.support`: the mean of what a second check says of the claims, where one is configured: its opinion, no verdict.
 */
export async function citationFigures(
  tenant: string,
  { claims }: AnswerResponse,
  receipt: Receipt | undefined,
  { pageText }: CitedService,
): Promise<Record<string, number>> {
  const kept = keptShares(receipt);
  if (claims.length === 0) return kept;
  const cited = claims.filter(({ citation }) => citation.quote.trim() !== '');
  const right = await Promise.all(
    cited.map(async ({ citation: { documentId, page, start, end, quote } }) => {
      const text = await pageText(tenant, documentId, page);
      return text.slice(start, end) === quote;
    }),
  );
  return {
    'citation.coverage': cited.length / claims.length,
    ...(cited.length > 0 && { 'citation.correct': right.filter(Boolean).length / cited.length }),
    ...kept,
  };
}

/** Share of what a whole answer holds that this one does, 0 of a refusal. */
export function completeness(parts: readonly boolean[]): number {
  return parts.filter(Boolean).length / parts.length;
}

function keptShares(receipt: Receipt | undefined): Record<string, number> {
  if (receipt === undefined || receipt.claims.proposed === 0) return {};
  const { proposed, kept, dropped } = receipt.claims;
  const { scores = [] } = receipt.support ?? {};
  return {
    ...{ 'claims.kept': kept / proposed, 'claims.dropped': dropped.length / proposed },
    ...(scores.length > 0 && { 'claims.support': mean(scores) }),
  };
}
