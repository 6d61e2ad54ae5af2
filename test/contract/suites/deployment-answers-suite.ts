import { describe, expect, it } from 'vitest';
import type { DeploymentAnswer } from '#shared/domain/deployment-answer.ts';
import type { DeploymentAnswers } from '#shared/ports/deployment-answers.ts';

const ASKED = { StackId: 'arn:stack', RequestId: 'r', LogicalResourceId: 'Prepared', PhysicalResourceId: 'index' };
const WELL: DeploymentAnswer = { Status: 'SUCCESS', ...ASKED };
const ILL: DeploymentAnswer = { Status: 'FAILED', Reason: 'IndexMismatch: naïve “quotes”', ...ASKED };

interface WaitingDeployment {
  readonly answers: DeploymentAnswers;
  /** Where it waits. */
  readonly address: string;
  /** What it has heard so far. */
  readonly heard: () => readonly unknown[];
}

/** What every way to answer a deployment keeps to. */
export function deploymentAnswersSuite(name: string, create: () => Promise<WaitingDeployment>): void {
  describe(`DeploymentAnswers, ${name}`, () => {
    it('delivers an answer as it is, and a second one as well', async () => {
      const { answers, address, heard } = await create();

      await answers.send(address, ILL);
      await answers.send(address, WELL);

      expect(heard()).toEqual([ILL, WELL]);
    });

    it.each([
      'https://example.com/?Signature=walrus',
      'https://s3-amazonaws.com/?Signature=walrus',
      'https://s3.amazonaws.com.example.com/?Signature=walrus',
      'http://bucket.s3.eu-west-1.amazonaws.com/?Signature=walrus',
      'walrus',
    ])('sends nothing to %s, and does not repeat it', async (address) => {
      const { answers, heard } = await create();

      const failure = await answers.send(address, WELL).catch((error: unknown) => error);

      expect(failure).toMatchObject({ name: 'InputInvalid' });
      expect(`${failure} ${JSON.stringify(failure)}`).not.toContain('walrus');
      expect(heard()).toEqual([]);
    });
  });
}
