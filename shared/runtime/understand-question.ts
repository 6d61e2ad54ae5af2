import { standaloneQuestion } from '../domain/follow-up.ts';
import type { ModelUse } from '../domain/metered-cost.ts';
import { MAX_PARTS, mayHaveParts, questionParts } from '../domain/question-parts.ts';
import type { BranchTrace } from '../domain/receipt.ts';
import { ownWords } from '../domain/redaction.ts';
import { isFaithfulRewriting, saysTheSame } from '../domain/rewriting-check.ts';
import type { RawText, RedactedText } from '../domain/text.ts';
import { unredacted } from '../domain/unredacted.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { QuestionRewriter } from '../ports/question-rewriter.ts';
import type { TextAnalyzer } from '../ports/text-analyzer.ts';
import { paidRewriter } from './paid-rewriter.ts';
import { type AskedQuestion, redactQuestion } from './redact-question.ts';
import type { Redactor } from './redactor.ts';
import type { SpendingPorts } from './spend.ts';

/** What was asked before, and what the client says was answered. */
export interface EarlierTurn {
  readonly question: string;
  readonly answer?: string | undefined;
}

export interface ConversationQuestion extends AskedQuestion {
  /** Oldest first. */
  readonly turns?: readonly EarlierTurn[] | undefined;
}

export interface UnderstandingPorts extends SpendingPorts {
  readonly ledger: Ledger;
  readonly redactor: Redactor;
  readonly analyzer: TextAnalyzer;
  /** Asked where the rules may not do; the rules alone without it. */
  readonly rewriter?: QuestionRewriter | undefined;
}

/** One way in which a question is searched. */
export interface QuestionBranch {
  readonly kind: BranchTrace['kind'];
  readonly text: RawText;
}

export interface UnderstoodQuestion {
  /** The question as it was asked, always; then what it stands for, or its parts. */
  readonly branches: readonly [QuestionBranch, ...QuestionBranch[]];
  readonly by: string;
  readonly degraded: boolean;
  readonly use?: ModelUse | undefined;
}

/** Turns that a model is shown, and characters of each: what a question leans on is rarely further back. Ours. */
const SHOWN_TURNS = 4;
const SHOWN_CHARACTERS = 1_000;

/** Characters past those that are shown, longer than any value that the cut could part: as many as a batch of pages gets. */
const OVERLAP_CHARACTERS = 300;

/**
 * What a question is searched as. It is told anew where it leans on earlier turns, and taken apart where it asks several
 * things: by the model where there is one, by rules otherwise. Turns serve that alone; nothing of them is evidence, and
 * of documents nothing is known here.
 *
 * @throws PipelineFailure `DetectorUnavailable`.
 */
export async function understandQuestion(
  asked: ConversationQuestion,
  ports: UnderstandingPorts,
  signal: AbortSignal,
): Promise<UnderstoodQuestion> {
  const { text, turns = [] } = asked;
  const { rewriter, analyzer } = ports;
  const byRules = toldByRules(text, turns, analyzer);
  if (rewriter === undefined || (turns.length === 0 && !mayHaveParts(text))) {
    return { ...understood(text, byRules, 'rules', analyzer), degraded: false };
  }
  const { told, use } = await toldByModel(asked, rewriter, ports, signal);
  if (told === undefined) return { ...understood(text, byRules, 'rules', analyzer), use, degraded: true };
  return { ...understood(text, told, rewriter.name, analyzer), use, degraded: false };
}

const NOTHING = ownWords('');

interface ToldQuestion {
  readonly standalone: string;
  readonly parts: readonly string[];
}

function toldByRules(text: RawText, turns: readonly EarlierTurn[], analyzer: TextAnalyzer): ToldQuestion {
  const analyze = (words: string) => analyzer.analyze(words);
  const earlier = turns.map(({ question }) => question);
  const standalone = standaloneQuestion(text, earlier, analyze);
  const parts = questionParts(standalone);
  return { standalone, parts: parts.map((part, at) => standaloneQuestion(part, parts.slice(0, at), analyze)) };
}

/** Nothing is told when the model fails, is beyond the tenant's budget, or tells what the asker did not bring. */
async function toldByModel(
  asked: ConversationQuestion,
  rewriter: QuestionRewriter,
  ports: UnderstandingPorts,
  signal: AbortSignal,
): Promise<{ readonly told?: ToldQuestion; readonly use?: ModelUse }> {
  const { caller, turns = [] } = asked;
  const redact = async (text: string) =>
    (await redactQuestion({ ...asked, text: unredacted(text) }, ports, signal)).question;
  const question = await redact(asked.text);
  const shown = await Promise.all(turns.slice(-SHOWN_TURNS).map((turn) => turnText(turn, redact)));
  const conversation = turns.length === 0 ? NOTHING : await redact(shown.join('\n'));
  try {
    const paid = paidRewriter(caller.tenantId, rewriter, ports);
    const { standalone, parts, usage } = await paid.rewrite({ question, conversation }, signal);
    const use = { model: rewriter.name, calls: 1, ...usage };
    const analyze = (words: string) => ports.analyzer.analyze(words);
    const isFaithful = [standalone, ...parts].every((text) =>
      isFaithfulRewriting(text, [question, conversation], analyze),
    );
    return isFaithful ? { told: { standalone, parts }, use } : { use };
  } catch {
    signal.throwIfAborted();
    return {};
  }
}

type Redact = (text: string) => Promise<RedactedText>;

async function turnText({ question, answer }: EarlierTurn, redact: Redact): Promise<string> {
  const told = answer === undefined ? '' : `\nAnswer: ${await beginning(answer, redact)}`;
  return `Question: ${await beginning(question, redact)}${told}`;
}

/** Of what is too long the beginning, redacted before it is cut: nobody would know a part of a value for one. */
async function beginning(text: string, redact: Redact): Promise<string> {
  if (text.length <= SHOWN_CHARACTERS) return text;
  const longest = SHOWN_CHARACTERS + OVERLAP_CHARACTERS;
  const redacted = await redact(text.slice(0, longest));
  const whole =
    text.length <= longest ? redacted : redacted.slice(0, Math.max(0, redacted.length - OVERLAP_CHARACTERS));
  return whole.slice(0, SHOWN_CHARACTERS);
}

function understood(text: RawText, { standalone, parts }: ToldQuestion, by: string, analyzer: TextAnalyzer) {
  const analyze = (words: string) => analyzer.analyze(words);
  const original = { kind: 'original', text } as const;
  const told = distinctParts(parts, analyze).map((part) => ({ kind: 'part', text: unredacted(part) }) as const);
  if (told.length > 1) return { branches: [original, ...told], by } as const;
  if (saysTheSame(standalone, text, analyze)) return { branches: [original], by: 'none' } as const;
  return { branches: [original, { kind: 'follow-up', text: unredacted(standalone) }], by } as const;
}

function distinctParts(parts: readonly string[], analyze: (text: string) => readonly string[]): readonly string[] {
  const distinct = parts.filter((part, at) => !parts.slice(0, at).some((other) => saysTheSame(part, other, analyze)));
  return distinct.slice(0, MAX_PARTS);
}
