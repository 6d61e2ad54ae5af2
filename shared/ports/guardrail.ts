import type { ModelUse } from '../domain/metered-cost.ts';
import type { PolicySide } from '../domain/policy.ts';
import type { RedactedText } from '../domain/text.ts';

export interface GuardrailVerdict {
  /** Whether the text may not pass. */
  readonly blocks: boolean;
  /** What judging it took. */
  readonly uses: readonly ModelUse[];
}

/** A service that judges texts beside the policy's own rules. */
export interface Guardrail {
  /** @throws PipelineFailure `ModelThrottled` or `DependencyUnavailable`: what could not be judged is not answered. */
  judge(side: PolicySide, text: RedactedText, signal?: AbortSignal): Promise<GuardrailVerdict>;
}
