import { judgedAnswerJsonSchema, judgedAnswerSchema } from '../../contracts/judged-answer.ts';
import { JUDGE_MAX_TOKENS, JUDGE_TEMPERATURE, JUDGE_TOOL, judgePrompt } from '../../domain/judge-prompt.ts';
import type { AnswerJudge } from '../../ports/answer-judge.ts';
import { bedrockToolModel } from './bedrock-tool-model.ts';
import type { ToolModelOptions } from './tool-conversation.ts';

/** Asks a model over Converse for its verdict, by calling the one tool that takes it. */
export function bedrockJudge({ ids, ...options }: ToolModelOptions): AnswerJudge {
  const ask = bedrockToolModel(options);
  return {
    name: options.modelId,
    judge: async (judged, signal) => {
      const question = { ...verdictQuestion(), prompt: judgePrompt(judged, ids.random()) };
      const { output, usage } = await ask(question, signal);
      return { holds: output.verdict === 'yes', usage };
    },
  };
}

/** As the verdict has to be handed in. */
function verdictQuestion() {
  const limits = { maxTokens: JUDGE_MAX_TOKENS, temperature: JUDGE_TEMPERATURE };
  return {
    tool: { ...JUDGE_TOOL, jsonSchema: judgedAnswerJsonSchema(), ...limits },
    schema: judgedAnswerSchema(),
    failed: 'Bedrock did not judge the answer',
    missing: 'the model handed in no verdict',
  };
}
