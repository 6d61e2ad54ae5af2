import type { QuestionApi } from '#shared/ports/question-api.ts';
import { requestJson } from './request-json.ts';
import type { Stack } from './stack.ts';

/** The API of this machine, by its own authorizer and routes. */
export function gatewayQuestionApi(stack: Pick<Stack, 'gateway' | 'issueToken'>): QuestionApi {
  return {
    post: async (caller, path, body, signal) => {
      signal?.throwIfAborted();
      return requestJson<unknown>(stack, caller, 'POST', path, body);
    },
  };
}
