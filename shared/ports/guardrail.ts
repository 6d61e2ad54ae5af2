import type { PolicySide } from '../domain/policy.ts';
import type { RedactedText } from '../domain/text.ts';

/** A service that judges texts beside the policy's own rules. */
export interface Guardrail {
  /**
   * Whether the text may not pass.
   *
   * @throws PipelineFailure `ModelThrottled` or `DependencyUnavailable`: what could not be judged is not answered.
   */
  blocks(side: PolicySide, text: RedactedText, signal?: AbortSignal): Promise<boolean>;
}
