import OpenAI, { APIConnectionTimeoutError, APIError } from 'openai';
import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';
import type * as z from 'zod/mini';
import type { AnswerPrompt } from '../../domain/answer-prompt.ts';
import { PipelineFailure } from '../../domain/failures.ts';
import { parsedJson } from '../../domain/parsed-json.ts';
import { retryAfterSeconds } from '../../domain/retry-after.ts';
import type { AnswerUsage } from '../../ports/answerer.ts';
import type { Ids } from '../../ports/clock.ts';

export interface OpenAiModelOptions {
  /** Of an endpoint that speaks the chat completions protocol, such as `http://127.0.0.1:11434/v1` (Ollama). */
  readonly baseUrl: string;
  readonly model: string;
  /** Endpoints on one's own machine rarely ask for one. */
  readonly apiKey?: string | undefined;
  /** How long one answer may take. */
  readonly timeoutMilliseconds?: number | undefined;
}

/** A model whose prompts hold what others wrote. */
export interface OpenAiPromptOptions extends OpenAiModelOptions {
  /** For the marks around it, which no document and no turn may guess. */
  readonly ids: Ids;
}

/** What a model has to write: JSON of a schema. */
export interface StructuredQuestion<Output> {
  readonly prompt: AnswerPrompt;
  readonly name: string;
  /** As it stands for models that do not take schemas. */
  readonly sketch: string;
  readonly schema: z.ZodMiniType<Output>;
  readonly jsonSchema: object;
  readonly maxTokens: number;
  /** How freely it draws its words, 0 to 2; 0, the likeliest each time, without it. */
  readonly temperature?: number;
}

/** A small model on a CPU takes some twenty seconds for ten passages; API Gateway waits for 29. */
const TIMEOUT_MILLISECONDS = 25_000;

/**
 * Asks a model behind any OpenAI-compatible endpoint for JSON of a schema. One try: its limiter and its caller say what
 * comes next.
 */
export function openAiModel({
  baseUrl,
  model,
  apiKey,
  timeoutMilliseconds = TIMEOUT_MILLISECONDS,
}: OpenAiModelOptions) {
  const client = new OpenAI({
    baseURL: baseUrl,
    apiKey: apiKey ?? 'none', // The client refuses to start without one.
    timeout: timeoutMilliseconds,
    maxRetries: 0,
    logLevel: 'off', // Its log lines quote requests, which hold questions.
  });

  /** @throws PipelineFailure `ModelThrottled`; `DependencyUnavailable` also when it was cut off or says something else. */
  return async <Output>(
    question: StructuredQuestion<Output>,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly output: Output; readonly usage: AnswerUsage }> => {
    const { choices, usage } = await complete(client, conversation(model, question), signal);
    const { prompt_tokens: inputTokens = 0, completion_tokens: outputTokens = 0 } = usage ?? {};
    const tokens = { inputTokens, outputTokens };
    const [choice] = choices ?? []; // Not every endpoint keeps to the protocol.
    const parsed = question.schema.safeParse(parsedJson(withoutFence(choice?.message?.content ?? '')));
    if (parsed.success && choice?.finish_reason !== 'length') {
      return { output: parsed.data, usage: tokens };
    }
    throw new PipelineFailure('DependencyUnavailable', 'the answer model handed in nothing that was asked for', {
      details: { finishReason: choice?.finish_reason ?? 'unknown', ...(usage && tokens) },
    });
  };
}

function conversation<Output>(
  model: string,
  { prompt, name, sketch, jsonSchema, maxTokens, temperature = 0 }: StructuredQuestion<Output>,
): ChatCompletionCreateParamsNonStreaming {
  return {
    model,
    messages: [
      { role: 'system', content: `${prompt.system}\nAnswer with JSON alone: ${sketch}.` },
      { role: 'user', content: prompt.user },
    ],
    temperature,
    max_tokens: maxTokens,
    response_format: { type: 'json_schema', json_schema: { name, strict: true, schema: { ...jsonSchema } } },
  };
}

async function complete(client: OpenAI, body: ChatCompletionCreateParamsNonStreaming, signal: AbortSignal | undefined) {
  try {
    return await client.chat.completions.create(body, signal && { signal });
  } catch (error) {
    signal?.throwIfAborted();
    // Without their causes: an endpoint's error may quote the request.
    if (error instanceof APIError && BUSY.includes(error.status)) throw throttled(error.headers);
    const isLate = error instanceof APIConnectionTimeoutError;
    throw new PipelineFailure(
      'DependencyUnavailable',
      isLate ? 'the answer model took too long' : 'the answer model did not answer',
    );
  }
}

/** Too many requests; no room, as servers say that still load their model. */
const BUSY: readonly unknown[] = [429, 503];

function throttled(headers: Headers | undefined): PipelineFailure {
  const seconds = retryAfterSeconds((name) => headers?.get(name) ?? undefined);
  const details = seconds === undefined ? {} : { retryAfterSeconds: seconds };
  return new PipelineFailure('ModelThrottled', 'the answer model is busy', { details });
}

/** Models without support for schemas like to fence their JSON. */
function withoutFence(content: string): string {
  return content.replace(/^\s*```(?:json)?\s*|\s*```\s*$/g, '');
}
