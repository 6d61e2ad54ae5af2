import { shortHash } from '../../domain/identity.ts';

/** Characters after which the analyzer `whitespace` begins a new word. Source: Lucene, `CharTokenizer`. */
const LONGEST = 255;

/**
 * A term as it is indexed and asked for. A longer one, such as an address with all its parameters, would be cut up and
 * never be found, so its hash stands for it.
 */
export function indexedTerm(term: string): string {
  return term.length <= LONGEST ? term : shortHash([term], 32);
}
