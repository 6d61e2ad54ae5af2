import type { ClaimFault, Passage, ProposedClaim } from './answer.ts';
import { holdsLinks } from './claim-links.ts';
import { holdsNames } from './claim-names.ts';
import { turnsRound } from './claim-negation.ts';
import { holdsNumbers } from './claim-numbers.ts';
import { countWords, isTableQuote, locateQuote } from './quote-location.ts';
import { CELL_SEPARATOR } from './sentence-splitter.ts';

/** Words that a quote has at least, unless it is the cell of a table: fewer stand in many a document by chance. */
const MIN_QUOTE_WORDS = 5;

/** A claim whose quote stands where it says, and carries it. */
export interface CarriedClaim {
  readonly outcome: 'carried';
  readonly text: string;
  readonly passage: Passage;
  /** Offsets in the page's redacted text, and exactly what stands between them. */
  readonly start: number;
  readonly end: number;
  readonly quote: string;
}

export type ClaimVerdict = CarriedClaim | { readonly outcome: 'dropped'; readonly fault: ClaimFault };

/**
 * Whether a claim may be shown: its chunk was retrieved, its quote stands there, and all numbers, dates, names, links
 * and negations of its text stand in the quote. Nothing that an answerer says is believed.
 */
export function checkClaim(claim: ProposedClaim, passages: readonly Passage[]): ClaimVerdict {
  const passage = passages.find(({ chunkId }) => chunkId === claim.chunkId);
  if (passage === undefined) return dropped('chunk-not-retrieved');
  const found = locateQuote(passage.text, claim.quote);
  if (found === undefined) return dropped('quote-not-found');

  const quote = passage.text.slice(found.start, found.end);
  const isTable = isTableQuote(passage.text, found);
  if (!isTable && countWords(quote) < MIN_QUOTE_WORDS) return dropped('quote-too-short');
  const fault = claimFault(claim.text, isTable ? `${columnsOf(passage, found.start)}\n${quote}` : quote);
  if (fault !== undefined) return dropped(fault);
  const { start } = passage;
  return { outcome: 'carried', text: claim.text, passage, start: start + found.start, end: start + found.end, quote };
}

/**
 * What of a text is not carried by its evidence: a link, number, date, unit or name that it lacks, or a negation that it
 * turns round. Undefined when nothing is found, which does not mean that the evidence says it.
 */
export function claimFault(text: string, evidence: string): ClaimFault | undefined {
  if (!holdsLinks(text, evidence)) return 'link-not-in-quote';
  if (!holdsNumbers(text, evidence)) return 'number-not-in-quote';
  if (!holdsNames(text, evidence)) return 'name-not-in-quote';
  return turnsRound(text, evidence) ? 'negation-differs' : undefined;
}

/** A row is read by the names of its columns, which stand in the first row or, when that is elsewhere, in the context. */
function columnsOf({ text, context }: Passage, at: number): string {
  const lines = text.slice(0, text.indexOf('\n', at) < 0 ? text.length : text.indexOf('\n', at)).split('\n');
  const above = lines.slice(lines.findLastIndex((line) => !line.includes(CELL_SEPARATOR)) + 1, -1);
  const heading = context.slice(context.lastIndexOf('\n') + 1);
  return [...(heading.includes(CELL_SEPARATOR) ? [heading] : []), ...above.slice(0, 1)].join('\n');
}

function dropped(fault: ClaimFault): ClaimVerdict {
  return { outcome: 'dropped', fault };
}
