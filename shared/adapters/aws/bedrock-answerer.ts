import {
  type BedrockRuntimeClient,
  ConverseCommand,
  type ConverseCommandInput,
  type ConverseCommandOutput,
} from '@aws-sdk/client-bedrock-runtime';
import { ProposedClaimsSchema, proposedClaimsJsonSchema } from '../../contracts/proposed-claims.ts';
import type { ProposedClaim } from '../../domain/answer.ts';
import { ANSWER_MAX_TOKENS, answerPrompt, CLAIMS_TOOL } from '../../domain/answer-prompt.ts';
import { PipelineFailure } from '../../domain/failures.ts';
import type { Answerer, AnswerRequest } from '../../ports/answerer.ts';
import type { Ids } from '../../ports/clock.ts';
import { bedrockCall } from './bedrock-call.ts';

export interface BedrockAnswererOptions {
  readonly client: Pick<BedrockRuntimeClient, 'send'>;
  /** A model's id or ARN, or an inference profile's. The model must know tools, and to be made to use one. */
  readonly modelId: string;
  /** For the marks around passages, which no document may guess. */
  readonly ids: Ids;
}

/** Asks a model over Converse, which has to answer by calling the one tool that takes claims. */
export function bedrockAnswerer({ client, modelId, ids }: BedrockAnswererOptions): Answerer {
  return {
    name: modelId,
    answer: (request, signal) =>
      bedrockCall('Bedrock did not answer the question', signal, async (options) => {
        const command = new ConverseCommand(conversation(modelId, request, ids.random()));
        const response = await client.send(command, options);
        const { inputTokens = 0, outputTokens = 0 } = response.usage ?? {};
        return { claims: claimsOf(response), usage: { inputTokens, outputTokens } };
      }),
  };
}

function conversation(modelId: string, request: AnswerRequest, fence: string): ConverseCommandInput {
  const { system, user } = answerPrompt(request, fence);
  const { name, description } = CLAIMS_TOOL;
  return {
    modelId,
    system: [{ text: system }],
    messages: [{ role: 'user', content: [{ text: user }] }],
    inferenceConfig: { maxTokens: ANSWER_MAX_TOKENS, temperature: 0 },
    toolConfig: {
      tools: [{ toolSpec: { name, description, inputSchema: { json: CLAIMS_SCHEMA } } }],
      toolChoice: { tool: { name } },
    },
  };
}

// The SDK wants its own type for any JSON; a schema is JSON by making.
const CLAIMS_SCHEMA = JSON.parse(JSON.stringify(proposedClaimsJsonSchema()));

/** A model that was cut off, that refused or that says something else has failed: its caller has others to ask. */
function claimsOf({ output, stopReason }: ConverseCommandOutput): readonly ProposedClaim[] {
  const content = output?.message?.content ?? [];
  const call = content.find(({ toolUse }) => toolUse?.name === CLAIMS_TOOL.name)?.toolUse;
  const parsed = ProposedClaimsSchema.safeParse(call?.input);
  if (parsed.success && stopReason !== 'max_tokens') return parsed.data.claims;
  throw new PipelineFailure('DependencyUnavailable', 'the model handed in no claims', {
    details: { stopReason: stopReason ?? 'unknown' },
  });
}
