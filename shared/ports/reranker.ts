import type { Passage } from '../domain/answer.ts';
import type { ModelUse } from '../domain/metered-cost.ts';
import type { RedactedText } from '../domain/text.ts';
import type { Vector } from '../domain/vector.ts';

export interface RerankRequest {
  /** The question after redaction. */
  readonly question: RedactedText;
  /** Its vector, by the index's embedder. */
  readonly questionVector: Vector;
  /** In fused order, `maxPassages` at most: each live, and the asker may read it. */
  readonly passages: readonly Passage[];
}

export interface RerankReply {
  /** One a passage, in the order given; higher is better, and nothing else is said of their scale. */
  readonly scores: readonly number[];
  /** What the score of each passage is made of, by names, where the reranker can tell. */
  readonly features?: readonly Readonly<Record<string, number>>[] | undefined;
  /** What it took of models. */
  readonly uses: readonly ModelUse[];
}

/** Looks at question and passage together, which search cannot afford, and says how well each answers. */
export interface Reranker {
  /** Shown on the receipt. */
  readonly modelId: string;
  /** Most passages that one call takes. */
  readonly maxPassages: number;

  /**
   * How well each passage answers the question. No passages are no call. An aborted `signal` rejects.
   *
   * @throws PipelineFailure `ModelThrottled` or `DependencyUnavailable`.
   */
  rerank(request: RerankRequest, signal?: AbortSignal): Promise<RerankReply>;
}
