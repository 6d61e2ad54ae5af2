import type { ProposedClaim } from '#shared/domain/answer.ts';
import type { Answerer, AnswerRequest } from '#shared/ports/answerer.ts';

/** An answerer that proposes what the test says, and notes what it was shown. */
export function notingAnswerer(claims: (request: AnswerRequest) => readonly ProposedClaim[]) {
  const asked: AnswerRequest[] = [];
  const answerer: Answerer = {
    name: 'model',
    answer: async (request) => {
      asked.push(request);
      return { claims: claims(request), usage: { inputTokens: 10, outputTokens: 5 } };
    },
  };
  return { answerer, asked };
}
