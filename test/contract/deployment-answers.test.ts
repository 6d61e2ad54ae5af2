import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { cloudFormationAnswers } from '#shared/adapters/aws/cloud-formation-answers.ts';
import type { DeploymentAnswer } from '#shared/domain/deployment-answer.ts';
import { loopbackServer } from '../doubles/loopback-server.ts';
import { manualClock } from '../doubles/manual-clock.ts';
import { ANSWER_ADDRESS, recordedAnswers } from '../doubles/recorded-answers.ts';
import { deploymentAnswersSuite } from './suites/deployment-answers-suite.ts';

const ANSWER: DeploymentAnswer = {
  ...{ StackId: 's', RequestId: 'r', LogicalResourceId: 'l', PhysicalResourceId: 'p' },
  Status: 'SUCCESS',
};

/** The adapter over a server in the place of S3, which answers by these statuses in turn and then by 200. */
async function overServer(...statuses: readonly number[]) {
  const left = [...statuses];
  const requests: { method: string | undefined; url: string | undefined; type: unknown; body: string }[] = [];
  const endpoint = await loopbackServer(async (request, response) => {
    const { method, url, headers } = request;
    requests.push({ method, url, type: headers['content-type'], body: await text(request) });
    response.writeHead(left.shift() ?? 200, { location: '/elsewhere' }).end('signed by a walrus');
  });
  // A minute to a try: no count of requests may depend on how busy this machine is.
  const answers = cloudFormationAnswers({ clock: manualClock(), fetch, endpoint, tryMilliseconds: 60_000 });
  return { answers, requests, address: `${endpoint}/answer?Signature=walrus` };
}

/** The adapter over a `fetch` that notes where it would go, and fails as Node's does, whose errors quote addresses. */
function overFetch(endpoint?: string) {
  const asked: string[] = [];
  const send: typeof fetch = async (url) => {
    asked.push(String(url));
    throw new TypeError(`fetch failed: ${url}`);
  };
  return { answers: cloudFormationAnswers({ clock: manualClock(), fetch: send, endpoint }), asked };
}

deploymentAnswersSuite('aws: a PUT to a signed address', async () => {
  const { answers, requests, address } = await overServer();
  return { answers, address, heard: () => requests.map(({ body }) => JSON.parse(body)) };
});

deploymentAnswersSuite('the double of the tests', async () => {
  const answers = recordedAnswers();
  return { answers, address: ANSWER_ADDRESS, heard: () => answers.told };
});

describe('an answer to CloudFormation', () => {
  it('is put without a content type, which the address was not signed for', async () => {
    const { answers, requests, address } = await overServer();

    await answers.send(address, ANSWER);

    expect(requests).toEqual([
      { method: 'PUT', url: '/answer?Signature=walrus', type: undefined, body: JSON.stringify(ANSWER) },
    ]);
  });

  it('is tried again while S3 is down, five times in all', async () => {
    const passing = await overServer(503, 500);
    const down = await overServer(503, 503, 503, 503, 503);

    await passing.answers.send(passing.address, ANSWER);
    const failing = down.answers.send(down.address, ANSWER);

    await expect(failing).rejects.toMatchObject({ name: 'DependencyUnavailable', details: { status: 503, tries: 5 } });
    expect([passing.requests.length, down.requests.length]).toEqual([3, 5]);
  });

  it('is not tried again where it is refused', async () => {
    const { answers, requests, address } = await overServer(403);

    await expect(answers.send(address, ANSWER)).rejects.toMatchObject({ details: { status: 403, tries: 1 } });
    expect(requests).toHaveLength(1);
  });

  it('follows nobody to another address', async () => {
    const { answers, requests, address } = await overServer(307, 307, 307, 307, 307);

    await expect(answers.send(address, ANSWER)).rejects.toMatchObject({ details: { status: 307 } });
    expect(requests.filter(({ url }) => url === '/elsewhere')).toEqual([]);
  });

  it.each([
    ANSWER_ADDRESS,
    'https://cloudformation-custom-resource-response-useast1.s3.amazonaws.com/a?b',
    'https://cloudformation-custom-resource-response-useast2.s3.us-east-2.amazonaws.com/a?b',
    'https://cloudformation-custom-resource-response-cnnorth1.s3.cn-north-1.amazonaws.com.cn/a?b',
  ])('goes to %s, of which no failure tells', async (address) => {
    const { answers, asked } = overFetch();

    const failure = await answers.send(address, ANSWER).catch((error: unknown) => error);

    expect(new Set(asked)).toEqual(new Set([address]));
    expect(failure).toMatchObject({ name: 'DependencyUnavailable', details: { status: 0 }, cause: undefined });
    expect(`${failure} ${JSON.stringify(failure)}`).not.toContain('amazonaws');
  });

  it('goes to where an emulator is found, and not beside it', async () => {
    const { answers, asked } = overFetch('https://127.0.0.1:4566');

    await answers.send('https://127.0.0.1:4566/answer', ANSWER).catch(() => undefined);
    const beside = answers.send('https://127.0.0.1:4567/answer', ANSWER);

    await expect(beside).rejects.toMatchObject({ name: 'InputInvalid' });
    expect(new Set(asked)).toEqual(new Set(['https://127.0.0.1:4566/answer']));
  });
});
