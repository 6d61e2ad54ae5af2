import { createHandler } from '#functions/canary/handler.ts';
import { gatewayQuestionApi } from './gateway-question-api.ts';
import { localContext } from './local-function.ts';
import type { Stack } from './stack.ts';

/** Seconds that a run may take here, as on AWS. */
const TIMEOUT_SECONDS = 600;

/** The canary function over a stack of this machine. It settles with the stack, so that no event of it is left over. */
export async function runCanary(stack: Stack) {
  const handler = createHandler({ ...stack.ports, api: gatewayQuestionApi(stack) });
  const outcome = await handler({}, localContext(TIMEOUT_SECONDS));
  await stack.settled();
  return outcome;
}
