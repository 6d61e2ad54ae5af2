import { proposedClaimsJsonSchema, proposedClaimsSchema } from '../../contracts/proposed-claims.ts';
import { ANSWER_MAX_TOKENS, answerPrompt, CLAIMS_TOOL } from '../../domain/answer-prompt.ts';
import type { Answerer } from '../../ports/answerer.ts';
import { type OpenAiPromptOptions, openAiModel } from './openai-completion.ts';

/**
 * Asks a model behind any OpenAI-compatible endpoint, which has to write JSON of the claims' schema. One try: its
 * limiter and its caller, who has other answerers to ask, say what comes next.
 */
export function openAiAnswerer({ ids, ...options }: OpenAiPromptOptions): Answerer {
  const ask = openAiModel(options);
  return {
    name: options.model,
    answer: async (request, signal) => {
      const { output, usage } = await ask({ ...CLAIMS, prompt: answerPrompt(request, ids.random()) }, signal);
      return { claims: output.claims, usage };
    },
  };
}

const CLAIMS = {
  name: CLAIMS_TOOL.name,
  sketch: '{"claims": [{"text", "chunkId", "quote"}]}',
  schema: proposedClaimsSchema(),
  jsonSchema: proposedClaimsJsonSchema(),
  maxTokens: ANSWER_MAX_TOKENS,
};
