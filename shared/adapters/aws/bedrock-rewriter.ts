import {
  type BedrockRuntimeClient,
  ConverseCommand,
  type ConverseCommandInput,
  type ConverseCommandOutput,
} from '@aws-sdk/client-bedrock-runtime';
import { RewrittenQuestionSchema, rewrittenQuestionJsonSchema } from '../../contracts/rewritten-question.ts';
import { PipelineFailure } from '../../domain/failures.ts';
import { REWRITE_MAX_TOKENS, REWRITE_TOOL, rewritePrompt } from '../../domain/rewrite-prompt.ts';
import type { Ids } from '../../ports/clock.ts';
import type { QuestionRewriter, RewriteRequest } from '../../ports/question-rewriter.ts';
import { bedrockCall } from './bedrock-call.ts';

export interface BedrockRewriterOptions {
  readonly client: Pick<BedrockRuntimeClient, 'send'>;
  /** As of the answerer: the model must know tools, and to be made to use one. */
  readonly modelId: string;
  /** For the marks around the conversation, which no turn may guess. */
  readonly ids: Ids;
}

/** Asks a model over Converse to tell a question anew, by calling the one tool that takes it. */
export function bedrockRewriter({ client, modelId, ids }: BedrockRewriterOptions): QuestionRewriter {
  return {
    name: modelId,
    rewrite: (request, signal) =>
      bedrockCall('Bedrock did not tell the question anew', signal, async (options) => {
        const response = await client.send(new ConverseCommand(conversation(modelId, request, ids.random())), options);
        const { inputTokens = 0, outputTokens = 0 } = response.usage ?? {};
        return { ...questionOf(response), usage: { inputTokens, outputTokens } };
      }),
  };
}

function conversation(modelId: string, request: RewriteRequest, fence: string): ConverseCommandInput {
  const { system, user } = rewritePrompt(request, fence);
  return {
    modelId,
    system: [{ text: system }],
    messages: [{ role: 'user', content: [{ text: user }] }],
    inferenceConfig: { maxTokens: REWRITE_MAX_TOKENS, temperature: 0 },
    toolConfig: {
      tools: [{ toolSpec: { ...REWRITE_TOOL, inputSchema: { json: QUESTION_SCHEMA } } }],
      toolChoice: { tool: { name: REWRITE_TOOL.name } },
    },
  };
}

// The SDK wants its own type for any JSON; a schema is JSON by making.
const QUESTION_SCHEMA = JSON.parse(JSON.stringify(rewrittenQuestionJsonSchema()));

function questionOf({ output, stopReason }: ConverseCommandOutput) {
  const uses = (output?.message?.content ?? []).flatMap(({ toolUse }) => (toolUse === undefined ? [] : [toolUse]));
  const parsed = RewrittenQuestionSchema.safeParse(uses.find(({ name }) => name === REWRITE_TOOL.name)?.input);
  if (parsed.success && stopReason !== 'max_tokens') return parsed.data;
  throw new PipelineFailure('DependencyUnavailable', 'the model handed in no question', {
    details: { stopReason: stopReason ?? 'unknown' },
  });
}
