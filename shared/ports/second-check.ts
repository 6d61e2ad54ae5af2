import type { ModelUse } from '../domain/metered-cost.ts';
import type { RedactedText } from '../domain/text.ts';
import type { MeteredEmbedding } from './embedder.ts';

/** A claim that passed the checks, in other words than its quote. */
export interface SupportedClaim {
  readonly text: RedactedText;
  readonly quote: RedactedText;
}

export interface SecondCheckRequest {
  readonly question: RedactedText;
  readonly claims: readonly SupportedClaim[];
  /** For whoever compares by an embedder: on the asker's account. */
  readonly embed: MeteredEmbedding;
}

export interface SecondOpinion {
  /** How well the quote of each claim supports it, 0 to 1, in the order given. */
  readonly scores: readonly number[];
  /** What it took. */
  readonly uses: readonly ModelUse[];
}

/** A second opinion on claims. It is reported and nothing hangs on it: what a claim may say, the checks decide. */
export interface SecondCheck {
  /** Shown on the receipt. */
  readonly name: string;

  /** What asking about these claims takes at the most, beside what it embeds. */
  most(request: SecondCheckRequest): readonly ModelUse[];

  /** @throws PipelineFailure `ModelThrottled` or `DependencyUnavailable`. No claims are no call. */
  scores(request: SecondCheckRequest, signal?: AbortSignal): Promise<SecondOpinion>;
}
