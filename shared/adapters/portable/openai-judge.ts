import { judgedAnswerJsonSchema, judgedAnswerSchema } from '../../contracts/judged-answer.ts';
import { JUDGE_MAX_TOKENS, JUDGE_TEMPERATURE, JUDGE_TOOL, judgePrompt } from '../../domain/judge-prompt.ts';
import type { AnswerJudge } from '../../ports/answer-judge.ts';
import { type OpenAiPromptOptions, openAiModel } from './openai-completion.ts';

/** Asks a model behind any OpenAI-compatible endpoint for its verdict, as JSON. */
export function openAiJudge({ ids, ...options }: OpenAiPromptOptions): AnswerJudge {
  const ask = openAiModel(options);
  return {
    name: options.model,
    judge: async (judged, signal) => {
      const { output, usage } = await ask({ ...VERDICT, prompt: judgePrompt(judged, ids.random()) }, signal);
      return { holds: output.verdict === 'yes', usage };
    },
  };
}

const VERDICT = {
  name: JUDGE_TOOL.name,
  sketch: '{"reason": "", "verdict": "yes" or "no"}',
  schema: judgedAnswerSchema(),
  jsonSchema: judgedAnswerJsonSchema(),
  maxTokens: JUDGE_MAX_TOKENS,
  temperature: JUDGE_TEMPERATURE,
};
