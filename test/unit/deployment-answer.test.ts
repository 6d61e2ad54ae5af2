import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deploymentAnswer } from '#shared/domain/deployment-answer.ts';

const ASKED = {
  ...{ StackId: 'arn:stack', RequestId: 'r-1', LogicalResourceId: 'Prepared', PhysicalResourceId: 'affidavit-index' },
};

describe('the answer to a deployment', () => {
  it('repeats what was asked, and no more of the request', () => {
    const request = { ...ASKED, ResponseURL: 'https://signed' };

    expect(deploymentAnswer(request)).toEqual({ Status: 'SUCCESS', ...ASKED });
    expect(deploymentAnswer(request, 'IndexMismatch: why')).toEqual({
      ...{ Status: 'FAILED', Reason: 'IndexMismatch: why', ...ASKED },
    });
  });

  it('is never longer than CloudFormation takes, whatever the reason is made of', () => {
    const texts = fc.string({ unit: 'binary', maxLength: 5_000 });
    const ids = fc.string({ unit: 'grapheme-ascii', maxLength: 1_000 });

    fc.assert(
      fc.property(texts, ids, (reason, PhysicalResourceId) => {
        const answer = deploymentAnswer({ ...ASKED, PhysicalResourceId }, reason);

        expect(Buffer.byteLength(JSON.stringify(answer))).toBeLessThanOrEqual(4_096);
        expect(reason.startsWith(answer.Reason ?? '-')).toBe(true);
      }),
      { numRuns: 200, seed: 5 },
    );
  });

  it('keeps as much of a long reason as still goes in', () => {
    const { Reason = '' } = deploymentAnswer(ASKED, '\u0000'.repeat(5_000));

    expect(Reason.length).toBeGreaterThan(600);
  });
});
