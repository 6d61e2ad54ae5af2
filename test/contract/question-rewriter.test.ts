import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, it } from 'vitest';
import { bedrockRewriter } from '#shared/adapters/aws/bedrock-rewriter.ts';
import { openAiRewriter } from '#shared/adapters/portable/openai-rewriter.ts';
import { randomIds } from '#shared/adapters/portable/random-ids.ts';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import { REWRITE_MAX_TOKENS, REWRITE_TOOL } from '#shared/domain/rewrite-prompt.ts';
import { redacted } from '#shared/domain/text.ts';
import { guardedRewriter } from '#shared/runtime/guarded-rewriter.ts';
import { chatEndpoint } from '../doubles/chat-endpoint.ts';
import { converseClient } from '../doubles/converse-answer.ts';
import { recordedMetrics } from '../doubles/recorded-metrics.ts';
import { seededChance } from '../doubles/seeded-chance.ts';
import { questionRewriterSuite } from './suites/question-rewriter-suite.ts';

const recorded = (told: unknown) =>
  bedrockRewriter({
    client: converseClient(REWRITE_TOOL.name, told),
    modelId: 'amazon.nova-lite-v1:0',
    ids: randomIds,
  });

questionRewriterSuite({ name: 'aws: Bedrock Converse, recorded answer', create: recorded });

questionRewriterSuite({
  name: 'guarded: Bedrock Converse, recorded answer',
  create: (told) =>
    guardedRewriter(recorded(told), { clock: systemClock, chance: seededChance(1), metrics: recordedMetrics() })
      .rewriter ?? recorded(told),
});

it('aws: Bedrock Converse bounds what the model may write, for that much of a quota is reserved', async () => {
  const client = new BedrockRuntimeClient({ region: 'eu-central-1' });
  const bedrock = mockClient(client); // Its answer is no question, which the adapter refuses once it has asked.
  bedrock.on(ConverseCommand).resolves({ stopReason: 'end_turn' });
  const rewriter = bedrockRewriter({ client, modelId: 'amazon.nova-lite-v1:0', ids: randomIds });

  const rewriting = rewriter.rewrite({ question: redacted('When is it due?'), conversation: redacted('') });

  await expect(rewriting).rejects.toMatchObject({ name: 'DependencyUnavailable' });
  const [call] = bedrock.commandCalls(ConverseCommand);
  expect(call?.args[0].input).toMatchObject({ inferenceConfig: { maxTokens: REWRITE_MAX_TOKENS } });
});

questionRewriterSuite({
  name: 'portable: OpenAI-compatible endpoint',
  create: async (told) => openAiRewriter({ baseUrl: await chatEndpoint(told), model: 'small-model', ids: randomIds }),
});
