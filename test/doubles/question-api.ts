import { createHandler } from '#functions/query/handler.ts';
import type { Caller } from '#shared/domain/access.ts';
import type { Answerer } from '#shared/ports/answerer.ts';
import { call, type TestRequest } from './proxy-event.ts';
import { questionStack } from './question-stack.ts';

export const ANA: Caller = { tenantId: 'acme', user: 'ana', groups: ['finance'] };
export const EVE: Caller = { tenantId: 'acme', user: 'eve', groups: [] };
export const LENA: Caller = { tenantId: 'globex', user: 'lena', groups: ['finance'] };

export const RENT = 'The monthly rent of the hall is 51,000 euros. It is payable by the third working day.';
export const QUESTION = 'What is the monthly rent of the hall?';

/** The query function over a lease that only finance may read, and a menu for everyone. */
export async function questionApi(answerers?: readonly Answerer[]) {
  const { ports, publish } = await questionStack();
  await publish({ documentId: 'lease', text: RENT, access: ['group:finance'], collection: 'contracts' });
  await publish({ documentId: 'menu', text: 'The canteen serves lunch from noon until two in the afternoon.' });
  const handler = createHandler({ ...ports, ...(answerers && { answerers }) });
  const ask = async (caller: Caller, changes: Partial<TestRequest> = {}) =>
    call(handler, { route: 'POST /v1/answers', caller, body: { question: QUESTION }, ...changes });
  return { ports, publish, handler, ask };
}
