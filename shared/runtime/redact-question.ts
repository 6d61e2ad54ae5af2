import type { Caller } from '../domain/access.ts';
import type { CollectionRule } from '../domain/document.ts';
import type { RawText, RedactedText } from '../domain/text.ts';
import { toldLanguage } from '../domain/told-language.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { TextAnalyzer } from '../ports/text-analyzer.ts';
import type { Redactor } from './redactor.ts';

export interface AskedQuestion {
  readonly caller: Caller;
  /** As the caller wrote it. */
  readonly text: RawText;
  readonly collections?: readonly string[] | undefined;
}

export interface RedactedQuestion {
  readonly question: RedactedText;
  /** What is searched by words, each once. */
  readonly terms: readonly string[];
  /** ISO 639-1 code of its language, `und` where it does not tell. */
  readonly language: string;
  /** The language by which its words are compared with those of passages: the likeliest, English where nothing tells. */
  readonly readAs: string;
}

/**
 * The question as it goes on, and the terms to search by words. Collections whose policy keeps names are searched by
 * names as well as by placeholders; where all do, the question keeps them too.
 */
export async function redactQuestion(
  { caller, text, collections }: AskedQuestion,
  { redactor, analyzer, ledger }: { redactor: Redactor; analyzer: TextAnalyzer; ledger: Ledger },
  signal: AbortSignal,
): Promise<RedactedQuestion> {
  const rules = await ledger.collections(caller.tenantId, signal);
  const searched = rules.filter((rule) => isSearched(rule, collections));
  const keepsNames = searched.some(({ policy }) => policy === 'identifiers');
  const hidesNames = searched.some(({ policy }) => policy === 'strict') || !keepsNames;
  const named = keepsNames ? await redactor.redactQuestion(caller.tenantId, 'identifiers', text, signal) : undefined;
  const strict = hidesNames ? await redactor.redactQuestion(caller.tenantId, 'strict', text, signal) : undefined;
  const guesses = hidesNames ? redactor.possibleNames(caller.tenantId, text) : [];
  const question = strict ?? named ?? (await redactor.redactQuestion(caller.tenantId, 'strict', text, signal));
  const { language, likely } = toldLanguage(question);
  const terms = [strict ?? '', named ?? '', ...guesses].flatMap((part) => analyzer.searchTerms(part, likely));
  return { question, terms: [...new Set(terms)], language, readAs: likely[0] ?? 'en' };
}

function isSearched({ collection }: CollectionRule, collections: readonly string[] | undefined): boolean {
  return collections === undefined || collections.includes(collection);
}
