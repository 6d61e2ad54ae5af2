import { ConverseCommand, type ConverseCommandOutput } from '@aws-sdk/client-bedrock-runtime';
import { judgedAnswerJsonSchema, judgedAnswerSchema } from '../../contracts/judged-answer.ts';
import { PipelineFailure } from '../../domain/failures.ts';
import { JUDGE_MAX_TOKENS, JUDGE_TEMPERATURE, JUDGE_TOOL, judgePrompt } from '../../domain/judge-prompt.ts';
import type { AnswerJudge } from '../../ports/answer-judge.ts';
import { bedrockCall } from './bedrock-call.ts';
import { type ToolModelOptions, tokensOf, toolConversation, toolInput } from './tool-conversation.ts';

/** Asks a model over Converse for its verdict, by calling the one tool that takes it. */
export function bedrockJudge({ client, modelId, ids }: ToolModelOptions): AnswerJudge {
  return {
    name: modelId,
    judge: (judged, signal) =>
      bedrockCall('Bedrock did not judge the answer', signal, async (options) => {
        const input = toolConversation(modelId, judgePrompt(judged, ids.random()), verdictTool());
        const response = await client.send(new ConverseCommand(input), options);
        const holds = verdictOf(response) === 'yes';
        return { holds, usage: { inputTokens: 0, outputTokens: 0, ...tokensOf(response.usage) } };
      }),
  };
}

/** As the verdict has to be handed in. */
function verdictTool() {
  const jsonSchema = judgedAnswerJsonSchema();
  return { ...JUDGE_TOOL, jsonSchema, maxTokens: JUDGE_MAX_TOKENS, temperature: JUDGE_TEMPERATURE };
}

function verdictOf(response: ConverseCommandOutput): 'yes' | 'no' {
  const { stopReason } = response;
  const parsed = judgedAnswerSchema().safeParse(toolInput(response, JUDGE_TOOL.name));
  if (parsed.success && stopReason !== 'max_tokens') return parsed.data.verdict;
  throw new PipelineFailure('DependencyUnavailable', 'the model handed in no verdict', {
    details: { stopReason: stopReason ?? 'unknown', ...tokensOf(response.usage) },
  });
}
