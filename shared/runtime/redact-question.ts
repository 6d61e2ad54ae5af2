import type { Caller } from '../domain/access.ts';
import type { CollectionRule, RedactionPolicy } from '../domain/document.ts';
import type { RawText, RedactedText } from '../domain/text.ts';
import { toldLanguage } from '../domain/told-language.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { TextAnalyzer } from '../ports/text-analyzer.ts';
import type { Redactor } from './redactor.ts';
import type { SpendingPorts } from './spend.ts';

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

interface RedactingPorts extends SpendingPorts {
  readonly redactor: Redactor;
  readonly analyzer: TextAnalyzer;
  readonly ledger: Ledger;
}

/**
 * The question as it goes on, and the terms to search by words. Collections whose policy keeps names are searched by
 * names as well as by placeholders; where all do, the question keeps them too.
 */
export async function redactQuestion(
  { caller, text, collections }: AskedQuestion,
  { redactor, analyzer, ledger, ...account }: RedactingPorts,
  signal: AbortSignal,
): Promise<RedactedQuestion> {
  const rules = await ledger.collections(caller.tenantId, signal);
  const searched = rules.filter((rule) => isSearched(rule, collections));
  const keepsNames = searched.some(({ policy }) => policy === 'identifiers');
  const hidesNames = searched.some(({ policy }) => policy === 'strict') || !keepsNames;
  const redactedBy = (policy: RedactionPolicy) =>
    redactor.redactQuestion(caller.tenantId, policy, text, signal, account);
  const named = keepsNames ? await redactedBy('identifiers') : undefined;
  const strict = hidesNames ? await redactedBy('strict') : undefined;
  const guesses = hidesNames ? redactor.possibleNames(caller.tenantId, text) : [];
  const question = strict ?? named ?? (await redactedBy('strict'));
  const { language, likely } = toldLanguage(question);
  const terms = [strict ?? '', named ?? '', ...guesses].flatMap((part) => analyzer.searchTerms(part, likely));
  return { question, terms: [...new Set(terms)], language, readAs: likely[0] ?? 'en' };
}

function isSearched({ collection }: CollectionRule, collections: readonly string[] | undefined): boolean {
  return collections === undefined || collections.includes(collection);
}
