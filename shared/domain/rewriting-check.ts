import { type Analyze, contentTerms, particularTerms } from './evidence-terms.ts';
import { isInstructive, scoreInstructions } from './instruction-score.ts';

/** Characters that a question may have that a model tells anew: three times a long one. */
export const MAX_REWRITING_LENGTH = 600;

/**
 * Whether a question that a model told anew may be searched in the place of the asker's own: it says something, is no
 * order to a model, and has no name, number or placeholder that the asker did not bring.
 */
export function isFaithfulRewriting(text: string, sources: readonly string[], analyze: Analyze): boolean {
  if (text.length > MAX_REWRITING_LENGTH || contentTerms(text, analyze).length === 0) return false;
  if (isInstructive(scoreInstructions(text))) return false;
  const brought = new Set(sources.flatMap((source) => contentTerms(source, analyze)));
  return particularTerms(text, analyze).every((term) => brought.has(term));
}

/** Whether two questions have the same content terms: then telling one for the other changes no search. */
export function saysTheSame(a: string, b: string, analyze: Analyze): boolean {
  const terms = new Set(contentTerms(a, analyze));
  const others = new Set(contentTerms(b, analyze));
  return terms.size === others.size && [...terms].every((term) => others.has(term));
}
