import type { DeploymentAnswer } from '#shared/domain/deployment-answer.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import type { DeploymentAnswers } from '#shared/ports/deployment-answers.ts';

/** An address at which a deployment waits, as CloudFormation signs it. */
export const ANSWER_ADDRESS =
  'https://cloudformation-custom-resource-response-euwest1.s3-eu-west-1.amazonaws.com/arn%3Astack%7CPrepared?Signature=c2VjcmV0';

export interface RecordedAnswers extends DeploymentAnswers {
  /** What was told, in order. */
  readonly told: readonly DeploymentAnswer[];
  /** Tries to tell, whether it was taken or not. */
  readonly tries: number;
  /** From now on nothing is taken. */
  refuse(): void;
}

/** A deployment that a test looks at, waiting at `ANSWER_ADDRESS` alone. */
export function recordedAnswers(): RecordedAnswers {
  const told: DeploymentAnswer[] = [];
  let [isRefusing, tries] = [false, 0];
  return {
    told,
    get tries() {
      return tries;
    },
    refuse: () => {
      isRefusing = true;
    },
    send: async (address, answer) => {
      tries += 1;
      if (address !== ANSWER_ADDRESS) throw new PipelineFailure('InputInvalid', 'nobody waits at such an address');
      if (isRefusing) throw new PipelineFailure('DependencyUnavailable', 'the answer was not taken');
      told.push(answer);
    },
  };
}
