import { BedrockRuntimeClient, ConverseStreamCommand } from '@aws-sdk/client-bedrock-runtime';
import { mockClient } from 'aws-sdk-client-mock';
import { bedrockAnswerer } from '#shared/adapters/aws/bedrock-answerer.ts';
import { extractiveAnswerer } from '#shared/adapters/portable/extractive-answerer.ts';
import { openAiAnswerer } from '#shared/adapters/portable/openai-answerer.ts';
import { randomIds } from '#shared/adapters/portable/random-ids.ts';
import { textAnalyzer } from '#shared/adapters/portable/text-analyzer.ts';
import { CLAIMS_TOOL } from '#shared/domain/answer-prompt.ts';
import { calibrationOf } from '#shared/domain/retrieval-calibration.ts';
import { limitedAnswerer } from '#shared/runtime/limited-answerer.ts';
import { chatEndpoint } from '../doubles/chat-endpoint.ts';
import { converseClient } from '../doubles/converse-answer.ts';
import { hashedWordsEmbedder } from '../doubles/hashed-words-embedder.ts';
import { manualClock } from '../doubles/manual-clock.ts';
import { recordedMetrics } from '../doubles/recorded-metrics.ts';
import { seededChance } from '../doubles/seeded-chance.ts';
import { streamedTurn } from '../doubles/streamed-turn.ts';
import { answererSuite, PASSAGE } from './suites/answerer-suite.ts';

/** What an honest model says of the suite's passage. */
const CLAIMS = {
  claims: [
    {
      text: 'The rent is 51,000 euros.',
      chunkId: PASSAGE.chunkId,
      quote: 'The monthly rent of the hall is 51,000 euros',
    },
  ],
};

function extractive() {
  const embedder = hashedWordsEmbedder();
  return extractiveAnswerer({ embedder, analyzer: textAnalyzer(), calibration: calibrationOf(embedder.modelId) });
}

answererSuite({
  name: 'portable: extractive',
  create: extractive,
});

answererSuite({
  name: 'limited: extractive',
  create: () =>
    limitedAnswerer(extractive(), {
      metrics: recordedMetrics(),
      clock: manualClock(),
      chance: seededChance(1),
    }),
});

answererSuite({
  name: 'portable: OpenAI-compatible endpoint',
  create: async () => openAiAnswerer({ baseUrl: await chatEndpoint(CLAIMS), model: 'small-model', ids: randomIds }),
});

answererSuite({
  name: 'aws: Bedrock Converse, recorded answer',
  create: () => {
    const client = converseClient(CLAIMS_TOOL.name, CLAIMS);
    const { name, answer: ask } = bedrockAnswerer({ client, modelId: 'amazon.nova-lite-v1:0', ids: randomIds });
    return { name, answer: (request, signal) => ask(request, signal) }; // As whoever waits for the whole.
  },
});

answererSuite({
  name: 'aws: Bedrock ConverseStream, recorded events',
  create: () => {
    const client = new BedrockRuntimeClient({ region: 'eu-central-1' });
    mockClient(client)
      .on(ConverseStreamCommand)
      .callsFake(() => ({ stream: streamedTurn(CLAIMS) }));
    const { name, answer } = bedrockAnswerer({ client, modelId: 'amazon.nova-lite-v1:0', ids: randomIds });
    return { name, answer: (request, signal, onClaim = () => undefined) => answer(request, signal, onClaim) };
  },
});
