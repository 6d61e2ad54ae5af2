import { rewrittenQuestionJsonSchema, rewrittenQuestionSchema } from '../../contracts/rewritten-question.ts';
import { REWRITE_MAX_TOKENS, REWRITE_TOOL, rewritePrompt } from '../../domain/rewrite-prompt.ts';
import type { QuestionRewriter } from '../../ports/question-rewriter.ts';
import { bedrockToolModel } from './bedrock-tool-model.ts';
import type { ToolModelOptions } from './tool-conversation.ts';

/** Asks a model over Converse to tell a question anew, by calling the one tool that takes it. */
export function bedrockRewriter({ ids, ...options }: ToolModelOptions): QuestionRewriter {
  const ask = bedrockToolModel(options);
  return {
    name: options.modelId,
    rewrite: async (request, signal) => {
      const question = { ...rewriteQuestion(), prompt: rewritePrompt(request, ids.random()) };
      const { output, usage } = await ask(question, signal);
      return { ...output, usage };
    },
  };
}

/** As the question has to be handed in. */
function rewriteQuestion() {
  return {
    tool: { ...REWRITE_TOOL, jsonSchema: rewrittenQuestionJsonSchema(), maxTokens: REWRITE_MAX_TOKENS },
    schema: rewrittenQuestionSchema(),
    failed: 'Bedrock did not tell the question anew',
    missing: 'the model handed in no question',
  };
}
