import type { JudgedText } from '../domain/judge-prompt.ts';
import type { AnswerUsage } from './answerer.ts';

export interface JudgeReply {
  /** Whether it holds, as the judge sees it this time. */
  readonly holds: boolean;
  readonly usage: AnswerUsage;
}

/** Says of an answer whether it holds by one criterion. An opinion: it is measured against people's, and decides nothing. */
export interface AnswerJudge {
  /** A model's id. */
  readonly name: string;

  /**
   * Each call is a new opinion, which may differ from the one before.
   *
   * @throws PipelineFailure `ModelThrottled` or `DependencyUnavailable`.
   */
  judge(judged: JudgedText, signal?: AbortSignal): Promise<JudgeReply>;
}
