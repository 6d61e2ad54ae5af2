import type { Passage, ProposedClaim } from './answer.ts';
import type { CarriedClaim } from './claim-check.ts';
import { contradiction } from './claim-conflicts.ts';
import { splitSentences } from './sentence-splitter.ts';

/** Not a heading, nor a sentence that the passage cuts off. */
const CLOSED = /[.!?…。！？]["'’”)\]]*$/u;

/** Sentences that an answer takes in at most because they say otherwise: one shows that there is a contradiction. */
const MAX_OPPOSING = 2;

/**
 * What other passages that were found say against the claims, in their own words, best passage first: whoever answered may
 * have read one of two documents that contradict each other. Nothing that a claim quotes already.
 */
export function opposingClaims(
  claims: readonly CarriedClaim[],
  passages: readonly Passage[],
  question: string,
): ProposedClaim[] {
  const isQuoted = (sentence: string) =>
    claims.some(({ quote }) => quote.includes(sentence) || sentence.includes(quote));
  const isAgainst = (sentence: string, chunkId: string) =>
    claims.some((claim) => claim.passage.chunkId !== chunkId && contradiction(claim.quote, sentence, question));
  return passages
    .flatMap(({ chunkId, text }) =>
      splitSentences(text)
        .map(({ start, end }) => text.slice(start, end))
        .filter((sentence) => CLOSED.test(sentence) && !isQuoted(sentence) && isAgainst(sentence, chunkId))
        .map((quote) => ({ text: quote, chunkId, quote })),
    )
    .slice(0, MAX_OPPOSING);
}
