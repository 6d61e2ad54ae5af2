import { rewrittenQuestionJsonSchema, rewrittenQuestionSchema } from '../../contracts/rewritten-question.ts';
import { REWRITE_MAX_TOKENS, REWRITE_TOOL, rewritePrompt } from '../../domain/rewrite-prompt.ts';
import type { QuestionRewriter } from '../../ports/question-rewriter.ts';
import { type OpenAiPromptOptions, openAiModel } from './openai-completion.ts';

/** Asks a model behind any OpenAI-compatible endpoint to tell a question anew, as JSON. */
export function openAiRewriter({ ids, ...options }: OpenAiPromptOptions): QuestionRewriter {
  const ask = openAiModel(options);
  return {
    name: options.model,
    rewrite: async (request, signal) => {
      const { output, usage } = await ask({ ...QUESTION, prompt: rewritePrompt(request, ids.random()) }, signal);
      return { ...output, usage };
    },
  };
}

const QUESTION = {
  name: REWRITE_TOOL.name,
  sketch: '{"standalone": "", "parts": [""]}',
  schema: rewrittenQuestionSchema(),
  jsonSchema: rewrittenQuestionJsonSchema(),
  maxTokens: REWRITE_MAX_TOKENS,
};
