import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  BedrockRuntimeClient,
  ConverseCommand,
  type ConverseCommandOutput,
  ConverseStreamCommand,
} from '@aws-sdk/client-bedrock-runtime';
import { mockClient } from 'aws-sdk-client-mock';
import { onTestFinished } from 'vitest';
import { bedrockAnswerer } from '#shared/adapters/aws/bedrock-answerer.ts';
import { extractiveAnswerer } from '#shared/adapters/portable/extractive-answerer.ts';
import { openAiAnswerer } from '#shared/adapters/portable/openai-answerer.ts';
import { randomIds } from '#shared/adapters/portable/random-ids.ts';
import { textAnalyzer } from '#shared/adapters/portable/text-analyzer.ts';
import { CLAIMS_TOOL } from '#shared/domain/answer-prompt.ts';
import { calibrationOf } from '#shared/domain/retrieval-calibration.ts';
import { limitedAnswerer } from '#shared/runtime/limited-answerer.ts';
import { hashedWordsEmbedder } from '../doubles/hashed-words-embedder.ts';
import { manualClock } from '../doubles/manual-clock.ts';
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
      clock: manualClock(),
      chance: seededChance(1),
    }),
});

answererSuite({
  name: 'portable: OpenAI-compatible endpoint',
  create: async () => {
    const message = { role: 'assistant', content: JSON.stringify(CLAIMS) };
    const body = JSON.stringify({ choices: [{ index: 0, message, finish_reason: 'stop' }] });
    const server = createServer((_request, response) => {
      response.setHeader('content-type', 'application/json').end(body);
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const { port } = server.address() as AddressInfo; // A server that listens on TCP has such an address.
    return openAiAnswerer({ baseUrl: `http://127.0.0.1:${port}/v1`, model: 'small-model', ids: randomIds });
  },
});

answererSuite({
  name: 'aws: Bedrock Converse, recorded answer',
  create: () => {
    const client = new BedrockRuntimeClient({ region: 'eu-central-1' });
    const toolUse = { toolUseId: 't1', name: CLAIMS_TOOL.name, input: CLAIMS };
    const answer = {
      output: { message: { role: 'assistant', content: [{ toolUse }] } },
      stopReason: 'tool_use',
      usage: { inputTokens: 9, outputTokens: 3, totalTokens: 12 },
    } as ConverseCommandOutput; // Less what the adapter does not read.
    mockClient(client).on(ConverseCommand).resolves(answer);
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
