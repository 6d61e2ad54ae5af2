import type { Passage, ProposedClaim } from './answer.ts';
import { type ClaimVerdict, checkClaim } from './claim-check.ts';
import { completesLink, isActive } from './claim-links.ts';
import { otherSources } from './claim-origin.ts';
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
 * Checks the claims of an answer as they come: each by itself, whether it tells another source than it cites, and
 * whether it makes a link together with those before it, for a client shows them in a row. A passage that gives orders
 * to a model speaks in its own words alone, and neither its orders nor its links are told.
 */
export function claimChecker({ passages, question }: AnswerCheckOptions): (claim: ProposedClaim) => ClaimVerdict {
  const sources = new Map<Passage, CitedSource>();
  const sourceOf = (passage: Passage) => {
    const source = sources.get(passage) ?? citedSource(passage, { passages, question });
    sources.set(passage, source);
    return source;
  };
  let told = '';
  return (claim) => {
    const verdict = checkClaim(claim, passages);
    if (verdict.outcome === 'dropped') return verdict;
    const { givesOrders, tellsOther } = sourceOf(verdict.passage);
    if (givesOrders && !isHarmlessQuote(claim.text, verdict.quote)) return dropped('source-gives-orders');
    if (tellsOther(claim.text)) return dropped('other-source');
    if (completesLink(told, claim.text)) return dropped('link-not-in-quote');
    told = (told + claim.text).slice(-REACH);
    return verdict;
  };
}

/** What all claims that cite one passage are checked against: found out once, for an answer may quote one many times. */
interface CitedSource {
  readonly givesOrders: boolean;
  readonly tellsOther: (claim: string) => boolean;
}

function citedSource(passage: Passage, { passages, question }: AnswerCheckOptions): CitedSource {
  return { givesOrders: isMarked(passage), tellsOther: otherSources(passage, passages, question) };
}

function isHarmlessQuote(text: string, quote: string): boolean {
  return locateQuote(quote, text) !== undefined && !isActive(quote) && !isInstructive(scoreInstructions(quote));
}

function dropped(fault: Extract<ClaimVerdict, { outcome: 'dropped' }>['fault']): ClaimVerdict {
  return { outcome: 'dropped', fault };
}
