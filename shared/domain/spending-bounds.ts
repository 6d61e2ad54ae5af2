import { ANSWER_MAX_TOKENS, type AnswerPrompt, answerPrompt } from './answer-prompt.ts';
import { JUDGE_MAX_TOKENS, type JudgedText, judgePrompt } from './judge-prompt.ts';
import { type ModelUse, pricedModel } from './metered-cost.ts';
import { REWRITE_MAX_TOKENS, rewritePrompt } from './rewrite-prompt.ts';

/**
 * Tokens of a call beside the texts themselves: instructions on tools, the schema of claims, marks of roles. Ours, some
 * three times what Claude and Nova add for one tool; `affidavit explain` shows the tokens that an answer took.
 */
const OVERHEAD_TOKENS = 2_000;

/** What embedding so many texts takes of a model at the most. */
export function embeddingBound(model: string, texts: readonly string[]): ModelUse {
  const inputTokens = texts.reduce((sum, text) => sum + mostTokens(text), 0);
  return { model, calls: texts.length, inputTokens, outputTokens: 0, isBound: true };
}

/** What an answer takes of a model at the most; nobody counts for one in our own process or without a price. */
export function answerBound(model: string, request: Parameters<typeof answerPrompt>[0]): ModelUse {
  if (pricedModel(model) === undefined) return { model, calls: 1, inputTokens: 0, outputTokens: 0, isBound: true };
  return promptBound(model, answerPrompt(request, FENCE), ANSWER_MAX_TOKENS);
}

/** The same for telling a question anew. */
export function rewritingBound(model: string, request: Parameters<typeof rewritePrompt>[0]): ModelUse {
  return promptBound(model, rewritePrompt(request, FENCE), REWRITE_MAX_TOKENS);
}

/** The same for judging an answer once. */
export function judgingBound(model: string, judged: JudgedText): ModelUse {
  return promptBound(model, judgePrompt(judged, FENCE), JUDGE_MAX_TOKENS);
}

/** The same for reranking: one query, for rerankers take no more passages than one query is billed with. */
export function rerankingBound(model: string): ModelUse {
  return { model, calls: 1, inputTokens: 0, outputTokens: 0, isBound: true };
}

function promptBound(model: string, { system, user }: AnswerPrompt, outputTokens: number): ModelUse {
  const inputTokens = mostTokens(system) + mostTokens(user) + OVERHEAD_TOKENS;
  return { model, calls: 1, inputTokens, outputTokens, isBound: true };
}

/** As long as a real one. */
const FENCE = '0'.repeat(36);

/** A token stands for a byte at least, in every tokenizer that falls back on bytes; two more begin and end a text. */
function mostTokens(text: string): number {
  return new TextEncoder().encode(text).length + 2;
}
