import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, it } from 'vitest';
import { bedrockJudge } from '#shared/adapters/aws/bedrock-judge.ts';
import { openAiJudge } from '#shared/adapters/portable/openai-judge.ts';
import { randomIds } from '#shared/adapters/portable/random-ids.ts';
import { JUDGE_MAX_TOKENS, JUDGE_TEMPERATURE, JUDGE_TOOL } from '#shared/domain/judge-prompt.ts';
import { redacted } from '#shared/domain/text.ts';
import { chatEndpoint } from '../doubles/chat-endpoint.ts';
import { converseClient } from '../doubles/converse-answer.ts';
import { answerJudgeSuite } from './suites/answer-judge-suite.ts';

const MODEL = 'amazon.nova-lite-v1:0';

answerJudgeSuite({
  name: 'aws: Bedrock Converse, recorded answer',
  create: (told) => bedrockJudge({ client: converseClient(JUDGE_TOOL.name, told), modelId: MODEL, ids: randomIds }),
});

answerJudgeSuite({
  name: 'portable: OpenAI-compatible endpoint',
  create: async (told) => openAiJudge({ baseUrl: await chatEndpoint(told), model: 'small-model', ids: randomIds }),
});

it('aws: Bedrock Converse bounds what the judge may write, and lets it differ from one time to the next', async () => {
  const client = new BedrockRuntimeClient({ region: 'eu-central-1' });
  const bedrock = mockClient(client); // Its answer is no verdict, which the adapter refuses once it has asked.
  bedrock.on(ConverseCommand).resolves({ stopReason: 'end_turn' });
  const judge = bedrockJudge({ client, modelId: MODEL, ids: randomIds });
  const text = redacted('x');

  const judging = judge.judge({ criterion: 'correct', question: text, reference: text, answer: text });

  await expect(judging).rejects.toMatchObject({ name: 'DependencyUnavailable' });
  const [call] = bedrock.commandCalls(ConverseCommand);
  const inferenceConfig = { maxTokens: JUDGE_MAX_TOKENS, temperature: JUDGE_TEMPERATURE };
  expect(call?.args[0].input).toMatchObject({ inferenceConfig });
});
