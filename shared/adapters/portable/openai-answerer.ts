import OpenAI, { APIConnectionTimeoutError, APIError } from 'openai';
import type { ChatCompletion, ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';
import { ProposedClaimsSchema, proposedClaimsJsonSchema } from '../../contracts/proposed-claims.ts';
import type { ProposedClaim } from '../../domain/answer.ts';
import { ANSWER_MAX_TOKENS, answerPrompt, CLAIMS_TOOL } from '../../domain/answer-prompt.ts';
import { PipelineFailure } from '../../domain/failures.ts';
import { retryAfterSeconds } from '../../domain/retry-after.ts';
import type { Answerer, AnswerRequest } from '../../ports/answerer.ts';
import type { Ids } from '../../ports/clock.ts';

export interface OpenAiAnswererOptions {
  /** Of an endpoint that speaks the chat completions protocol, such as `http://127.0.0.1:11434/v1` (Ollama). */
  readonly baseUrl: string;
  readonly model: string;
  /** Endpoints on one's own machine rarely ask for one. */
  readonly apiKey?: string | undefined;
  /** For the marks around passages, which no document may guess. */
  readonly ids: Ids;
  /** How long one answer may take. */
  readonly timeoutMilliseconds?: number;
}

/** A small model on a CPU takes some twenty seconds for ten passages; API Gateway waits for 29. */
const TIMEOUT_MILLISECONDS = 25_000;

/**
 * Asks a model behind any OpenAI-compatible endpoint, which has to write JSON of the claims' schema. One try: its
 * limiter and its caller, who has other answerers to ask, say what comes next.
 */
export function openAiAnswerer({ baseUrl, model, apiKey, ids, timeoutMilliseconds }: OpenAiAnswererOptions): Answerer {
  const client = new OpenAI({
    baseURL: baseUrl,
    apiKey: apiKey ?? 'none', // The client refuses to start without one.
    timeout: timeoutMilliseconds ?? TIMEOUT_MILLISECONDS,
    maxRetries: 0,
    logLevel: 'off', // Its log lines quote requests, which hold questions.
  });

  return {
    name: model,
    answer: async (request, signal) => {
      const completion = await complete(client, conversation(model, request, ids.random()), signal);
      const { prompt_tokens: inputTokens = 0, completion_tokens: outputTokens = 0 } = completion.usage ?? {};
      return { claims: claimsOf(completion), usage: { inputTokens, outputTokens } };
    },
  };
}

function conversation(model: string, request: AnswerRequest, fence: string): ChatCompletionCreateParamsNonStreaming {
  const { system, user } = answerPrompt(request, fence);
  return {
    model,
    messages: [
      { role: 'system', content: `${system}\nAnswer with JSON alone: {"claims": [{"text", "chunkId", "quote"}]}.` },
      { role: 'user', content: user },
    ],
    temperature: 0,
    max_tokens: ANSWER_MAX_TOKENS,
    response_format: {
      type: 'json_schema',
      json_schema: { name: CLAIMS_TOOL.name, strict: true, schema: { ...proposedClaimsJsonSchema() } },
    },
  };
}

async function complete(
  client: OpenAI,
  body: ChatCompletionCreateParamsNonStreaming,
  signal: AbortSignal | undefined,
): Promise<ChatCompletion> {
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

/** A model that was cut off, or that says something else than claims, has failed. */
function claimsOf({ choices }: ChatCompletion): readonly ProposedClaim[] {
  const [choice] = choices ?? []; // Not every endpoint keeps to the protocol.
  const parsed = ProposedClaimsSchema.safeParse(parseJson(choice?.message?.content ?? ''));
  if (parsed.success && choice?.finish_reason !== 'length') return parsed.data.claims;
  throw new PipelineFailure('DependencyUnavailable', 'the answer model handed in no claims', {
    details: { finishReason: choice?.finish_reason ?? 'unknown' },
  });
}

/** Models without support for schemas like to fence their JSON. */
function parseJson(content: string): unknown {
  try {
    return JSON.parse(content.replace(/^\s*```(?:json)?\s*|\s*```\s*$/g, ''));
  } catch {
    return undefined;
  }
}
