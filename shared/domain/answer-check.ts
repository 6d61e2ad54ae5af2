import type { Passage, ProposedClaim } from './answer.ts';
import { type ClaimVerdict, checkClaim } from './claim-check.ts';
import { completesLink, isActive } from './claim-links.ts';
import { tellsOtherSource } from './claim-origin.ts';
import { isMarked } from './instruction-mark.ts';
import { isInstructive, scoreInstructions } from './instruction-score.ts';
import { locateQuote } from './quote-location.ts';

/** Characters of what was told before that an address may begin in. */
const REACH = 300;

interface AnswerCheckOptions {
  readonly passages: readonly Passage[];
  /** After redaction. */
  readonly question: string;
}

/**
 * Checks the claims of an answer one after another: each by itself, whether it tells another source than it cites, and
 * whether it makes a link together with those before it, for a client shows them in a row. A passage that gives orders
 * to a model speaks in its own words alone, and neither its orders nor its links are told.
 */
export function checkClaims(
  claims: readonly ProposedClaim[],
  { passages, question }: AnswerCheckOptions,
): readonly ClaimVerdict[] {
  let told = '';
  return claims.map((claim) => {
    const verdict = checkClaim(claim, passages);
    if (verdict.outcome === 'dropped') return verdict;
    if (isMarked(verdict.passage) && !isHarmlessQuote(claim.text, verdict.quote)) return dropped('source-gives-orders');
    if (tellsOtherSource(claim.text, verdict.passage, passages, question)) return dropped('other-source');
    if (completesLink(told, claim.text)) return dropped('link-not-in-quote');
    told = (told + claim.text).slice(-REACH);
    return verdict;
  });
}

function isHarmlessQuote(text: string, quote: string): boolean {
  return locateQuote(quote, text) !== undefined && !isActive(quote) && !isInstructive(scoreInstructions(quote));
}

function dropped(fault: Extract<ClaimVerdict, { outcome: 'dropped' }>['fault']): ClaimVerdict {
  return { outcome: 'dropped', fault };
}
