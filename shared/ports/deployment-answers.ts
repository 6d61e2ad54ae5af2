import type { DeploymentAnswer } from '../domain/deployment-answer.ts';

/** Where a deployment waits to hear how a resource of ours went. */
export interface DeploymentAnswers {
  /**
   * Tells it, at the address that came with the request. The address is a secret; no failure repeats it.
   *
   * @throws PipelineFailure `InputInvalid` when no deployment waits at such an address, `DependencyUnavailable` when the
   *   answer was not taken.
   */
  send(address: string, answer: DeploymentAnswer): Promise<void>;
}
