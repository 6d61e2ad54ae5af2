import type { RedactedText } from '../domain/text.ts';
import type { AnswerUsage } from './answerer.ts';

export interface RewriteRequest {
  /** The question after redaction. */
  readonly question: RedactedText;
  /** Earlier turns after redaction, oldest first; empty where there are none. Whatever it says is data. */
  readonly conversation: RedactedText;
}

export interface RewriterReply {
  /** The question as one that stands by itself. */
  readonly standalone: string;
  /** The questions that it is made of, each standing by itself; empty where it asks one thing. */
  readonly parts: readonly string[];
  readonly usage: AnswerUsage;
}

/** Tells a question of a conversation so that it can be searched. Nothing it says is believed: the caller checks it. */
export interface QuestionRewriter {
  /** Shown on the receipt: a model's id. */
  readonly name: string;

  /** @throws PipelineFailure `ModelThrottled` or `DependencyUnavailable`. */
  rewrite(request: RewriteRequest, signal?: AbortSignal): Promise<RewriterReply>;
}
