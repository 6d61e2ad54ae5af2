import { ConverseCommand, type ConverseCommandOutput } from '@aws-sdk/client-bedrock-runtime';
import { rewrittenQuestionJsonSchema, rewrittenQuestionSchema } from '../../contracts/rewritten-question.ts';
import { PipelineFailure } from '../../domain/failures.ts';
import { REWRITE_MAX_TOKENS, REWRITE_TOOL, rewritePrompt } from '../../domain/rewrite-prompt.ts';
import type { QuestionRewriter } from '../../ports/question-rewriter.ts';
import { bedrockCall } from './bedrock-call.ts';
import { type ToolModelOptions, tokensOf, toolConversation, toolInput } from './tool-conversation.ts';

/** Asks a model over Converse to tell a question anew, by calling the one tool that takes it. */
export function bedrockRewriter({ client, modelId, ids }: ToolModelOptions): QuestionRewriter {
  return {
    name: modelId,
    rewrite: (request, signal) =>
      bedrockCall('Bedrock did not tell the question anew', signal, async (options) => {
        const input = toolConversation(modelId, rewritePrompt(request, ids.random()), questionTool());
        const response = await client.send(new ConverseCommand(input), options);
        return { ...questionOf(response), usage: { inputTokens: 0, outputTokens: 0, ...tokensOf(response.usage) } };
      }),
  };
}

/** As the question has to be handed in. */
function questionTool() {
  return { ...REWRITE_TOOL, jsonSchema: rewrittenQuestionJsonSchema(), maxTokens: REWRITE_MAX_TOKENS };
}

function questionOf(response: ConverseCommandOutput) {
  const { stopReason } = response;
  const parsed = rewrittenQuestionSchema().safeParse(toolInput(response, REWRITE_TOOL.name));
  if (parsed.success && stopReason !== 'max_tokens') return parsed.data;
  throw new PipelineFailure('DependencyUnavailable', 'the model handed in no question', {
    details: { stopReason: stopReason ?? 'unknown', ...tokensOf(response.usage) },
  });
}
