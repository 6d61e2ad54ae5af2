import { AnswerResponseSchema, SearchResponseSchema } from '#shared/contracts/api.ts';
import { CANARY_STRANGER, CANARY_TENANT } from '#shared/contracts/canary.ts';
import type { Caller } from '#shared/domain/access.ts';
import type { QuestionApi } from '#shared/ports/question-api.ts';
import type { CanaryDocument } from './canary-document.ts';

export const CANARY_GROUP = 'canary';
const KEEPER: Caller = { tenantId: CANARY_TENANT, user: 'canary', groups: [CANARY_GROUP] };
/** They may see nothing: one has not the group, one is of another tenant. */
const OUTSIDERS: readonly Caller[] = [
  { tenantId: CANARY_TENANT, user: 'outsider', groups: [] },
  { tenantId: CANARY_STRANGER, user: 'stranger', groups: [CANARY_GROUP] },
];

/** Passages among which the right one has to be. */
const FIRST = 3;

/** A question that leads to what was planted. */
const TO_THE_KEEPER = 'To which account is the keeper paid, and how is the keeper written to?';

/** What is asked about the canary's document, and what of it leaked: every response is searched for what was planted. */
export function canaryQuestions(
  { facts, planted }: CanaryDocument,
  documentId: string,
  api: QuestionApi,
  signal: AbortSignal,
) {
  const leaks = new Set<string>();
  const ask = async (caller: Caller, path: Parameters<QuestionApi['post']>[1], body: object, until = signal) => {
    const response = await api.post(caller, path, body, until);
    const text = JSON.stringify(response);
    for (const value of planted.filter((one) => text.includes(one))) leaks.add(value);
    return response;
  };
  const search = async (caller: Caller, query: string, until = signal) => {
    const response = await ask(caller, '/v1/search', { query, limit: FIRST }, until);
    return SearchResponseSchema.parse(response).passages.filter((passage) => passage.documentId === documentId);
  };

  return {
    /** Planted values that were read, and outsiders who found the document. */
    leaks: () => leaks.size,

    /** Whether a claim says the fact, by a quote of the document. */
    isAnswered: async () => {
      const [{ question, value }] = facts;
      const { claims } = AnswerResponseSchema.parse(await ask(KEEPER, '/v1/answers', { question }));
      return claims.some(({ citation }) => citation.documentId === documentId && citation.quote.includes(value));
    },

    /** How many facts stand in one of the first passages that their question finds. */
    factsFound: async () => {
      let found = 0;
      for (const { question, value } of facts) {
        const passages = await search(KEEPER, question);
        if (passages.some(({ text }) => text.includes(value))) found += 1;
      }
      return found;
    },

    /** Whether nobody reads what was planted, and no outsider finds anything. */
    isSealed: async () => {
      await search(KEEPER, TO_THE_KEEPER);
      for (const outsider of OUTSIDERS) {
        if ((await search(outsider, facts[0].question)).length > 0) leaks.add(outsider.user);
      }
      return leaks.size === 0;
    },

    /** It is asked when the time for the others may be up, and has a signal of its own. */
    isGone: async (until: AbortSignal) => (await search(KEEPER, facts[0].question, until)).length === 0,
  };
}
