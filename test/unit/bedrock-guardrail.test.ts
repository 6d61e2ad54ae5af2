import {
  ApplyGuardrailCommand,
  type ApplyGuardrailCommandOutput,
  BedrockRuntimeClient,
  BedrockRuntimeServiceException,
} from '@aws-sdk/client-bedrock-runtime';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, it } from 'vitest';
import { createHandler } from '#functions/query/handler.ts';
import { bedrockGuardrail } from '#shared/adapters/aws/bedrock-guardrail.ts';
import { redacted } from '#shared/domain/text.ts';
import type { Guardrail } from '#shared/ports/guardrail.ts';
import { call } from '../doubles/proxy-event.ts';
import { ANA, QUESTION, questionApi } from '../doubles/question-api.ts';

const client = new BedrockRuntimeClient({ region: 'eu-central-1' });
// The client, not its class: files share their modules, and others send real requests.
const bedrock = mockClient(client);
const guardrail = bedrockGuardrail({ client, guardrailId: 'gr-1', version: '3' });
beforeEach(() => {
  bedrock.reset();
});

const USAGE = {
  ...{ topicPolicyUnits: 1, contentPolicyUnits: 2, wordPolicyUnits: 1, sensitiveInformationPolicyUnits: 0 },
  ...{ sensitiveInformationPolicyFreeUnits: 1, contextualGroundingPolicyUnits: 0 },
};

/** As the service answers: the parts that are read, and some that are not. */
const recorded = (action: string): ApplyGuardrailCommandOutput => ({
  ...{ $metadata: {}, usage: USAGE, outputs: [], assessments: [] },
  action: action as 'NONE', // Also an action that the SDK does not know yet.
});

it.each([
  ['lets pass what it has nothing against', 'NONE', false],
  ['stops what it intervenes at', 'GUARDRAIL_INTERVENED', true],
])('%s', async (_what, action, blocked) => {
  bedrock.on(ApplyGuardrailCommand).resolves(recorded(action));

  expect(await guardrail.judge('answer', redacted('The rent is due.'))).toMatchObject({ blocks: blocked });
  expect(bedrock.commandCalls(ApplyGuardrailCommand)[0]?.args[0].input).toEqual({
    guardrailIdentifier: 'gr-1',
    guardrailVersion: '3',
    source: 'OUTPUT',
    content: [{ text: { text: 'The rent is due.' } }],
  });
});

it('tells the units that the service counted, of the filters that are paid for', async () => {
  bedrock.on(ApplyGuardrailCommand).resolves(recorded('NONE'));

  const { uses } = await guardrail.judge('question', redacted('x'));

  expect(uses.map(({ model, calls }) => [model, calls])).toEqual([
    ['guardrail-content', 2],
    ['guardrail-topics', 1],
  ]);
});

it('has taken nothing where the service does not tell', async () => {
  bedrock.on(ApplyGuardrailCommand).resolves({ ...recorded('NONE'), usage: undefined });

  expect(await guardrail.judge('question', redacted('x'))).toEqual({ blocks: false, uses: [] });
});

it('takes any other verdict for a failure', async () => {
  bedrock.on(ApplyGuardrailCommand).resolves(recorded('LATER'));

  await expect(guardrail.judge('question', redacted('x'))).rejects.toMatchObject({ name: 'DependencyUnavailable' });
});

it.each([
  ['ModelThrottled', 'ThrottlingException', 429],
  ['DependencyUnavailable', 'InternalServerException', 500],
] as const)('fails as %s at %s', async (failure, name, httpStatusCode) => {
  const $metadata = { httpStatusCode };
  bedrock
    .on(ApplyGuardrailCommand)
    .rejects(new BedrockRuntimeServiceException({ name, message: 'Ana Ruiz', $fault: 'server', $metadata }));

  await expect(guardrail.judge('question', redacted('x'))).rejects.toMatchObject({ name: failure });
});

async function answerBehind(behind: Guardrail) {
  const { ports } = await questionApi();
  const handler = createHandler({ ...ports, guardrail: behind });
  return call(handler, { route: 'POST /v1/answers', caller: ANA, body: { question: QUESTION } });
}

it.each(['question', 'answer'] as const)('refuses by its type when the guardrail stops the %s', async (stopped) => {
  const response = await answerBehind({ judge: async (side) => ({ blocks: side === stopped, uses: [] }) });

  expect(response.json()).toMatchObject({ outcome: 'not-permitted', claims: [], sources: [] });
});

it('answers nothing while the guardrail is down', async () => {
  bedrock.on(ApplyGuardrailCommand).resolves(recorded('LATER'));

  const response = await answerBehind(guardrail);

  expect([response.status, response.json().type]).toEqual([503, 'urn:affidavit:failure:DependencyUnavailable']);
});
