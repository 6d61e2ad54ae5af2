import {
  ApplyGuardrailCommand,
  type ApplyGuardrailCommandInput,
  type ApplyGuardrailCommandOutput,
  BedrockRuntimeClient,
} from '@aws-sdk/client-bedrock-runtime';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, it } from 'vitest';
import { guardrailCheck } from '#shared/adapters/aws/guardrail-check.ts';
import { embeddingCheck } from '#shared/adapters/portable/embedding-check.ts';
import { redacted } from '#shared/domain/text.ts';
import { meteredEmbedding } from '#shared/runtime/metered-embedding.ts';
import { hashedWordsEmbedder } from '../doubles/hashed-words-embedder.ts';
import { secondCheckSuite } from './suites/second-check-suite.ts';

/** As the service answers to a text with a source beside it: the parts that are read. */
function recorded(score: number | undefined): ApplyGuardrailCommandOutput {
  const filters = score === undefined ? [] : [{ type: 'GROUNDING', score, threshold: 0.7, action: 'NONE' }];
  return {
    ...{ $metadata: {}, action: 'NONE', outputs: [] },
    usage: { contextualGroundingPolicyUnits: 1, contentPolicyUnits: 1, topicPolicyUnits: 0 },
    assessments: [{ contextualGroundingPolicy: { filters } }],
  } as unknown as ApplyGuardrailCommandOutput; // Less what the adapter does not read.
}

function overGuardrail(answer: (input: ApplyGuardrailCommandInput) => ApplyGuardrailCommandOutput) {
  const client = new BedrockRuntimeClient({ region: 'eu-central-1' });
  const calls = mockClient(client).on(ApplyGuardrailCommand).callsFake(answer);
  return { calls, check: guardrailCheck({ client, guardrailId: 'gr-1', version: '3' }) };
}

const honest = ({ content = [] }: ApplyGuardrailCommandInput) =>
  recorded(content.at(-1)?.text?.text?.includes('rent') ? 0.93 : 0.04);

secondCheckSuite('portable: similarity by an embedder', () => embeddingCheck(hashedWordsEmbedder()));
secondCheckSuite('aws: grounding by a guardrail, recorded answers', () => overGuardrail(honest).check);

const REQUEST = {
  question: redacted('What is the rent?'),
  claims: [{ text: redacted('It is 51,000 euros.'), quote: redacted('The rent is 51,000 euros a month.') }],
  embed: meteredEmbedding,
};

it('tells the guardrail which text is the source, the question and the claim', async () => {
  const { calls, check } = overGuardrail(() => recorded(0.5));

  await check.scores(REQUEST);

  expect(calls.commandCalls(ApplyGuardrailCommand)[0]?.args[0].input).toMatchObject({
    ...{ guardrailIdentifier: 'gr-1', guardrailVersion: '3', source: 'OUTPUT' },
    content: [
      { text: { text: 'The rent is 51,000 euros a month.', qualifiers: ['grounding_source'] } },
      { text: { text: 'What is the rent?', qualifiers: ['query'] } },
      { text: { text: 'It is 51,000 euros.', qualifiers: ['guard_content'] } },
    ],
  });
});

it('fails by name where the guardrail has no such check', async () => {
  const { check } = overGuardrail(() => recorded(undefined));

  await expect(check.scores(REQUEST)).rejects.toMatchObject({ name: 'DependencyUnavailable' });
});
