import { ConverseCommand, type ConverseCommandInput, ConverseStreamCommand } from '@aws-sdk/client-bedrock-runtime';
import { proposedClaimsJsonSchema, proposedClaimsSchema } from '../../contracts/proposed-claims.ts';
import { ANSWER_MAX_TOKENS, answerPrompt, CLAIMS_TOOL } from '../../domain/answer-prompt.ts';
import { PipelineFailure } from '../../domain/failures.ts';
import type { Answerer, AnswererReply, OnClaim } from '../../ports/answerer.ts';
import type { CallOptions } from './aws-call.ts';
import { bedrockCall } from './bedrock-call.ts';
import { bedrockTurn, type StreamedTurn } from './bedrock-turn.ts';
import { type ToolModelOptions, tokensOf, toolConversation, toolInput } from './tool-conversation.ts';

/**
 * Asks a model, which has to answer by calling the one tool that takes claims: over ConverseStream when somebody is to be
 * told of claims as they come, else over Converse. An aborted signal closes the connection, so that the model stops.
 */
export function bedrockAnswerer({ client, modelId, ids }: ToolModelOptions): Answerer {
  return {
    name: modelId,
    answer: (request, signal, onClaim) =>
      bedrockCall('Bedrock did not answer the question', signal, (options) => {
        const input = toolConversation(modelId, answerPrompt(request, ids.random()), claimsTool());
        return onClaim === undefined
          ? wholeReply(client, input, options)
          : streamedReply(client, input, options, onClaim);
      }),
  };
}

/** As an answer has to be handed in. */
function claimsTool() {
  return { ...CLAIMS_TOOL, jsonSchema: proposedClaimsJsonSchema(), maxTokens: ANSWER_MAX_TOKENS };
}

type Client = ToolModelOptions['client'];

async function wholeReply(client: Client, input: ConverseCommandInput, options: CallOptions): Promise<AnswererReply> {
  const response = await client.send(new ConverseCommand(input), options);
  const { usage, stopReason } = response;
  return replyOf({ input: toolInput(response, CLAIMS_TOOL.name), stopReason, usage });
}

async function streamedReply(
  client: Client,
  input: ConverseCommandInput,
  options: CallOptions,
  onClaim: OnClaim,
): Promise<AnswererReply> {
  const { stream } = await client.send(new ConverseStreamCommand(input), options);
  const turn = bedrockTurn(onClaim);
  for await (const event of stream ?? []) turn.take(event);
  options.abortSignal?.throwIfAborted(); // It may look as if the model had come to its end.
  return replyOf(turn.end());
}

/** A model that was cut off, that refused or that says something else has failed: its caller has others to ask. */
function replyOf({ input, stopReason, usage }: StreamedTurn): AnswererReply {
  const parsed = proposedClaimsSchema().safeParse(input);
  const tokens = tokensOf(usage);
  if (!parsed.success || stopReason === 'max_tokens') {
    throw new PipelineFailure('DependencyUnavailable', 'the model handed in no claims', {
      details: { stopReason: stopReason ?? 'unknown', ...tokens },
    });
  }
  return { claims: parsed.data.claims, usage: { inputTokens: 0, outputTokens: 0, ...tokens } };
}
