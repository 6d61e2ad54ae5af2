import type { Passage, ProposedClaim } from '../domain/answer.ts';
import type { ModelUse } from '../domain/metered-cost.ts';
import type { RedactedText } from '../domain/text.ts';
import type { Vector } from '../domain/vector.ts';
import type { MeteredEmbedding } from './embedder.ts';

/** A question of several that were asked at once. */
export interface AskedPart {
  readonly question: RedactedText;
  /** Its vector, by the index's embedder. */
  readonly questionVector: Vector;
}

export interface AnswerRequest {
  /** The question after redaction. */
  readonly question: RedactedText;
  /** ISO 639-1 code of its language, where that is told. */
  readonly language?: string | undefined;
  /** The language by which its words are compared with those of passages; English without one. */
  readonly readAs?: string | undefined;
  /** Its vector, by the index's embedder. */
  readonly questionVector: Vector;
  /** Best first. */
  readonly passages: readonly Passage[];
  /** What it is made of, where it asks several things: for whoever answers one at a time. */
  readonly parts?: readonly AskedPart[] | undefined;
  /** For whoever compares sentences by an embedder: on the asker's account. On nobody's without it. */
  readonly embed?: MeteredEmbedding | undefined;
}

export interface AnswerUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export interface AnswererReply {
  readonly claims: readonly ProposedClaim[];
  readonly usage: AnswerUsage;
  /** What it took of an embedder, where it compared sentences by one. */
  readonly embedding?: ModelUse | undefined;
  /** How likely it is that the passages answer at all, 0 to 1, where the answerer can tell. */
  readonly answerability?: number | undefined;
}

/** Told of a claim as soon as it is whole. */
export type OnClaim = (claim: ProposedClaim) => void;

/** Proposes claims, each with the quote that carries it. Nothing it says is believed: the caller checks every quote. */
export interface Answerer {
  /** Shown on the receipt, such as `extractive` or a model's id. */
  readonly name: string;

  /**
   * An empty list means that the passages do not answer. An answerer that writes claims one after another tells `onClaim`
   * each, in order, and has all of them in its reply too; one that has them at once need not. It may fail after it told
   * some.
   *
   * @throws PipelineFailure `ModelThrottled` or `DependencyUnavailable`.
   */
  answer(request: AnswerRequest, signal?: AbortSignal, onClaim?: OnClaim): Promise<AnswererReply>;
}
