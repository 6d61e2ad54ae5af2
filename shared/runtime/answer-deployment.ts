import type { MiddlewareObj } from '@middy/core';
import { type DeploymentRequest, DeploymentRequestSchema } from '../contracts/deployment-request.ts';
import { type DeploymentAnswer, deploymentAnswer } from '../domain/deployment-answer.ts';
import type { DeploymentAnswers } from '../ports/deployment-answers.ts';

export interface AnsweredDeployment {
  readonly answers: DeploymentAnswers;
  /** What the resource is called once it was made: one name for good, so that no change ever replaces it. */
  readonly physicalId: string;
}

/**
 * Answers CloudFormation, which calls a function without waiting and then waits for a word of it: how the handler went,
 * or by which failure it ended, so that no deployment waits until its time is over. A failure that was told is no failure
 * of the function. Goes before `hideDefect`, whose words it passes on, and before the contract, so that a request that
 * breaks it is answered too. Events that are no request of CloudFormation pass untouched.
 */
export function answerDeployment<In, Out>({
  answers,
  physicalId,
}: AnsweredDeployment): MiddlewareObj<In, Out | DeploymentAnswer> {
  const requests = new WeakMap<object, DeploymentRequest>();

  const tell = async (call: object, failure?: string): Promise<DeploymentAnswer | undefined> => {
    const request = requests.get(call);
    if (request === undefined) return undefined;
    requests.delete(call); // Told once: that it went well and could not be told is no reason to tell the opposite.
    const PhysicalResourceId = request.PhysicalResourceId ?? physicalId;
    const answer = deploymentAnswer({ ...request, PhysicalResourceId }, failure);
    await answers.send(request.ResponseURL, answer);
    return answer;
  };

  return {
    before: (call) => {
      const request = DeploymentRequestSchema.safeParse(call.event);
      if (request.success) requests.set(call, request.data);
    },
    after: async (call) => {
      call.response = (await tell(call)) ?? call.response;
    },
    onError: async (call) => {
      const failure = `${call.error} (log: ${call.context.logGroupName ?? 'none'})`;
      // Where that cannot be told either, the function fails by the error itself, and its letter is kept.
      call.response = await tell(call, failure).catch(() => undefined);
    },
  };
}
