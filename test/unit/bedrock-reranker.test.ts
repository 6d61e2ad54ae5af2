import {
  BedrockRuntimeClient,
  BedrockRuntimeServiceException,
  InvokeModelCommand,
} from '@aws-sdk/client-bedrock-runtime';
import { beforeEach, expect, it } from 'vitest';
import { bedrockReranker } from '#shared/adapters/aws/bedrock-reranker.ts';
import { meteredCost } from '#shared/domain/metered-cost.ts';
import { redacted } from '#shared/domain/text.ts';
import { passage } from '../doubles/passages.ts';
import { recordedRerank, rerankAnswer } from '../doubles/recorded-rerank.ts';

const client = new BedrockRuntimeClient({ region: 'eu-central-1' });
let bedrock = recordedRerank(client);
const REQUEST = {
  question: redacted('What is the rent?'),
  questionVector: [1],
  passages: [
    passage('The canteen opens at noon.', { chunkId: 'menu', context: redacted('Handbook > Canteen') }),
    passage('The rent is due.', { chunkId: 'lease', title: redacted('Lease') }),
  ],
};
const COHERE = 'cohere.rerank-v3-5:0';
const AMAZON = 'amazon.rerank-v1:0';

beforeEach(() => {
  bedrock = recordedRerank(client);
});

it.each([
  [AMAZON, {}],
  [COHERE, { api_version: 2 }],
  [`arn:aws:bedrock:eu-central-1::foundation-model/${COHERE}`, { api_version: 2 }],
])(
  'asks %s for the score of every passage, where it stands and what it says, in its own protocol',
  async (modelId, own) => {
    await bedrockReranker({ client, modelId }).rerank(REQUEST);

    const [call] = bedrock.commandCalls(InvokeModelCommand);
    expect(call?.args[0].input.modelId).toBe(modelId);
    expect(JSON.parse(String(call?.args[0].input.body))).toEqual({
      query: 'What is the rent?',
      documents: ['Handbook > Canteen\nThe canteen opens at noon.', 'Lease\nThe rent is due.'],
      top_n: 2,
      ...own,
    });
  },
);

it.each([
  [AMAZON, 0.001],
  [COHERE, 0.002],
])('meters %s by the query, at its list price', async (modelId, dollars) => {
  const { uses } = await bedrockReranker({ client, modelId }).rerank(REQUEST);

  expect(meteredCost(uses)).toMatchObject({ dollars, uses: [{ calls: 1, basis: 'list-price' }] });
});

it.each([
  ['a score that is missing', { results: [{ index: 0, relevance_score: 0.2 }] }],
  ['a place that is not there', { results: [0, 7].map((index) => ({ index, relevance_score: 0.2 })) }],
  ['something else', { message: 'Ana Ruiz' }],
])('does not make up for %s', async (_what, body) => {
  bedrock.on(InvokeModelCommand).resolvesOnce(rerankAnswer(body));
  const reranker = bedrockReranker({ client, modelId: COHERE });

  const failure = await reranker.rerank(REQUEST).catch((thrown: unknown) => thrown);

  expect(failure).toMatchObject({ name: 'DependencyUnavailable', cause: undefined });
  expect(String(failure)).not.toContain('Ana Ruiz');
});

it.each([
  ['ModelThrottled', 'ThrottlingException', 429],
  ['DependencyUnavailable', 'AccessDeniedException', 403],
])('reports %s for %s', async (name, error, httpStatusCode) => {
  const fault = { name: error, message: 'Ana Ruiz', $fault: 'client' as const, $metadata: { httpStatusCode } };
  bedrock.on(InvokeModelCommand).rejectsOnce(new BedrockRuntimeServiceException(fault));
  const reranker = bedrockReranker({ client, modelId: COHERE });

  await expect(reranker.rerank(REQUEST)).rejects.toMatchObject({ name, cause: undefined, details: { error } });
});

it('hands its signal to the call', async () => {
  const { signal } = new AbortController();

  await bedrockReranker({ client, modelId: AMAZON }).rerank(REQUEST, signal);

  expect(bedrock.calls()[0]?.args).toContainEqual({ abortSignal: signal });
});
