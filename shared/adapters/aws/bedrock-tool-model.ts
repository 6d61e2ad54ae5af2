import { ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import type * as z from 'zod/mini';
import type { AnswerPrompt } from '../../domain/answer-prompt.ts';
import { PipelineFailure } from '../../domain/failures.ts';
import type { AnswerUsage } from '../../ports/answerer.ts';
import { bedrockCall } from './bedrock-call.ts';
import {
  type RequiredTool,
  type ToolModelOptions,
  tokensOf,
  toolConversation,
  toolInput,
} from './tool-conversation.ts';

/** What a model has to hand in, whole, by calling the one tool that takes it. */
export interface ToolQuestion<Output> {
  readonly prompt: AnswerPrompt;
  readonly tool: RequiredTool;
  readonly schema: z.ZodMiniType<Output>;
  /** What is said when Bedrock fails, and when the model hands in nothing that fits. */
  readonly failed: string;
  readonly missing: string;
}

/**
 * Asks a model over Converse, in one turn.
 *
 * @throws PipelineFailure as `bedrockCall` does; `DependencyUnavailable` also when it was cut off or hands in something else.
 */
export function bedrockToolModel({ client, modelId }: Omit<ToolModelOptions, 'ids'>) {
  return <Output>(
    { prompt, tool, schema, failed, missing }: ToolQuestion<Output>,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly output: Output; readonly usage: AnswerUsage }> =>
    bedrockCall(failed, signal, async (options) => {
      const response = await client.send(new ConverseCommand(toolConversation(modelId, prompt, tool)), options);
      const { stopReason, usage } = response;
      const parsed = schema.safeParse(toolInput(response, tool.name));
      if (parsed.success && stopReason !== 'max_tokens') {
        return { output: parsed.data, usage: { inputTokens: 0, outputTokens: 0, ...tokensOf(usage) } };
      }
      throw new PipelineFailure('DependencyUnavailable', missing, {
        details: { stopReason: stopReason ?? 'unknown', ...tokensOf(usage) },
      });
    });
}
