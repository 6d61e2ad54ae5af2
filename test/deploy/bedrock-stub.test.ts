import {
  type BedrockRuntimeClient,
  ConverseStreamCommand,
  type ConverseStreamOutput,
  InvokeModelCommand,
} from '@aws-sdk/client-bedrock-runtime';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bedrockAnswerer } from '#shared/adapters/aws/bedrock-answerer.ts';
import { bedrockClient } from '#shared/adapters/aws/bedrock-client.ts';
import { bedrockEmbedder } from '#shared/adapters/aws/bedrock-embedder.ts';
import { bedrockJudge } from '#shared/adapters/aws/bedrock-judge.ts';
import { randomIds } from '#shared/adapters/portable/random-ids.ts';
import type { Passage } from '#shared/domain/answer.ts';
import { ANSWER_MAX_TOKENS, answerPrompt, CLAIMS_TOOL } from '#shared/domain/answer-prompt.ts';
import { redacted } from '#shared/domain/text.ts';
import { cosineSimilarity } from '#shared/domain/vector.ts';
import { type BedrockStub, startBedrockStub } from './bedrock-stub/start-bedrock-stub.ts';

const TITAN = 'amazon.titan-embed-text-v2:0';
const ANSWERS = 'us.amazon.nova-lite-v1:0';
const PASSAGE: Passage = {
  ...{ chunkId: 'c1', documentId: 'd1', name: redacted('lease'), title: redacted('Warehouse lease'), page: 1 },
  ...{ start: 0, end: 90, context: redacted(''), similarity: 0.8, score: 0.8 },
  text: redacted('The lease of the warehouse ends on 31 March 2027. The tenant pays a deposit of 12,000 euros.'),
};
const REQUEST = {
  question: redacted('When does the lease of the warehouse end?'),
  questionVector: [],
  passages: [PASSAGE],
};

let stub: BedrockStub;
let client: BedrockRuntimeClient;

beforeAll(async () => {
  stub = await startBedrockStub();
  const credentials = { accessKeyId: 'AKIDTEST', secretAccessKey: 'test' };
  client = bedrockClient({ region: 'us-east-1', endpoint: stub.endpoint, credentials });
});
afterAll(async () => {
  client.destroy();
  await stub.stop();
});
beforeEach(() => {
  for (const quota of [stub.quotas.embedding, stub.quotas.answering]) {
    quota.grant(Number.POSITIVE_INFINITY);
    quota.refuseNext(0);
  }
});

describe('the stand-in for Bedrock', () => {
  it.each([TITAN, 'cohere.embed-english-v3', 'eu.cohere.embed-v4:0'])('embeds as %s does', async (modelId) => {
    const embedder = bedrockEmbedder({ client, modelId, dimensions: 1024 });

    const [lease, deposit, recipe] = await Promise.all(
      ['the rental contract', 'a lease of premises', 'beat three eggs'].map(async (text) => {
        const [vector = []] = await embedder.embed([redacted(text)], 'passage');
        return vector;
      }),
    );

    expect(lease).toHaveLength(1024);
    expect(cosineSimilarity(lease ?? [], deposit ?? [])).toBeGreaterThan(cosineSimilarity(lease ?? [], recipe ?? []));
  });

  it('answers Converse by a call of the tool, with a claim that quotes the passage', async () => {
    const { claims, usage } = await bedrockAnswerer({ client, modelId: ANSWERS, ids: randomIds }).answer(REQUEST);

    expect(claims).toEqual([
      expect.objectContaining({ chunkId: 'c1', quote: expect.stringContaining('31 March 2027') }),
    ]);
    expect(usage.inputTokens).toBeGreaterThan(100);
  });

  it.each([
    ['The lease ends on 31 March 2027.', true],
    ['The lease ends on 30 April 2028.', false],
  ])('judges by words: %s', async (text, expected) => {
    const judged = { criterion: 'faithful', question: redacted(''), reference: PASSAGE.text } as const;

    const { holds } = await bedrockJudge({ client, modelId: ANSWERS, ids: randomIds }).judge({
      ...judged,
      answer: redacted(text),
    });

    expect(holds).toBe(expected);
  });

  it('streams the same call in events that the SDK decodes', async () => {
    const { system, user } = answerPrompt(REQUEST, 'fence');
    const { stream = [] } = await client.send(
      new ConverseStreamCommand({
        modelId: ANSWERS,
        system: [{ text: system }],
        messages: [{ role: 'user', content: [{ text: user }] }],
        inferenceConfig: { maxTokens: ANSWER_MAX_TOKENS },
        toolConfig: { tools: [{ toolSpec: { name: CLAIMS_TOOL.name, inputSchema: { json: {} } } }] },
      }),
    );

    const events: ConverseStreamOutput[] = [];
    for await (const event of stream) events.push(event);

    const input = events.map((event) => event.contentBlockDelta?.delta?.toolUse?.input ?? '').join('');
    expect(JSON.parse(input)).toMatchObject({ claims: [{ chunkId: 'c1' }] });
    expect(events.at(0)).toHaveProperty('messageStart.role', 'assistant');
    expect(events.at(-2)).toHaveProperty('messageStop.stopReason', 'tool_use');
    expect(events.at(-1)).toHaveProperty('metadata.usage.outputTokens');
  });

  it('reranks documents by their closeness to the query', async () => {
    const documents = ['Beat three eggs with sugar.', 'The lease ends in March.'];
    const body = JSON.stringify({ query: 'end of the lease', documents, top_n: 1, api_version: 2 });

    const answer = await client.send(new InvokeModelCommand({ modelId: 'cohere.rerank-v3-5:0', body }));

    expect(JSON.parse(answer.body.transformToString())).toMatchObject({ results: [{ index: 1 }] });
  });

  it('throttles as many calls as it is told to, by the name of the service', async () => {
    const embedder = bedrockEmbedder({ client, modelId: TITAN, dimensions: 256 });
    stub.quotas.embedding.refuseNext(1);

    const refused = await embedder.embed([redacted('one')], 'passage').catch((thrown: unknown) => thrown);
    const [vector] = await embedder.embed([redacted('one')], 'passage');

    expect(refused).toMatchObject({ name: 'ModelThrottled', details: { status: 429 } });
    expect(vector).toHaveLength(256);
  });

  it('reserves input and maxTokens as a call starts, and gives back what was not written', async () => {
    const answerer = bedrockAnswerer({ client, modelId: ANSWERS, ids: randomIds });
    stub.quotas.answering.grant(ANSWER_MAX_TOKENS + 1_500);

    const together = await Promise.allSettled([answerer.answer(REQUEST), answerer.answer(REQUEST)]);
    const afterwards = await answerer.answer(REQUEST);

    expect(together.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(afterwards.claims).toHaveLength(1);
  });

  it('refuses a Converse without maxTokens, as the reservation of a whole context would be', async () => {
    const messages = [{ role: 'user' as const, content: [{ text: 'hello' }] }];
    const call = client.send(new ConverseStreamCommand({ modelId: ANSWERS, messages }));

    await expect(call).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('remembers who called which model', () => {
    expect(stub.calls).toContainEqual({ accessKeyId: 'AKIDTEST', action: 'bedrock:InvokeModel', resource: TITAN });
  });
});
