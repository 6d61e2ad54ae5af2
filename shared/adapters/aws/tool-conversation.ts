import type {
  BedrockRuntimeClient,
  ConverseCommandInput,
  ConverseCommandOutput,
} from '@aws-sdk/client-bedrock-runtime';
import type { AnswerPrompt } from '../../domain/answer-prompt.ts';
import type { AnswerUsage } from '../../ports/answerer.ts';
import type { Ids } from '../../ports/clock.ts';

/** A model that is made to use a tool. */
export interface ToolModelOptions {
  readonly client: Pick<BedrockRuntimeClient, 'send'>;
  /** A model's id or ARN, or an inference profile's. The model must know tools, and to be made to use one. */
  readonly modelId: string;
  /** For the marks around what it is shown, which no document and no turn may guess. */
  readonly ids: Ids;
}

/** What a model has to hand in, by calling the one tool that takes it. */
export interface RequiredTool {
  readonly name: string;
  readonly description: string;
  readonly jsonSchema: object;
  /** Tokens that it may write. A provider reserves its quota by it, so it is always sent. */
  readonly maxTokens: number;
  /** How freely it draws its words, 0 to 1; 0, the likeliest each time, without it. */
  readonly temperature?: number;
}

/** A turn of Converse in which a model has to call a tool. */
export function toolConversation(
  modelId: string,
  { system, user }: AnswerPrompt,
  { name, description, jsonSchema, maxTokens, temperature = 0 }: RequiredTool,
): ConverseCommandInput {
  // The SDK wants its own type for any JSON; a schema is JSON by making.
  const json = JSON.parse(JSON.stringify(jsonSchema));
  return {
    modelId,
    system: [{ text: system }],
    messages: [{ role: 'user', content: [{ text: user }] }],
    inferenceConfig: { maxTokens, temperature },
    toolConfig: {
      tools: [{ toolSpec: { name, description, inputSchema: { json } } }],
      toolChoice: { tool: { name } },
    },
  };
}

/** What the model called the tool with; undefined when it did not. */
export function toolInput({ output }: Pick<ConverseCommandOutput, 'output'>, name: string): unknown {
  const content = output?.message?.content ?? [];
  return content.find(({ toolUse }) => toolUse?.name === name)?.toolUse?.input;
}

/** The tokens of a turn as Bedrock tells them; nothing where it does not, as of a stream that broke. */
export function tokensOf(
  usage: { readonly inputTokens?: number | undefined; readonly outputTokens?: number | undefined } | undefined,
): Partial<AnswerUsage> {
  const { inputTokens, outputTokens } = usage ?? {};
  return inputTokens === undefined || outputTokens === undefined ? {} : { inputTokens, outputTokens };
}
