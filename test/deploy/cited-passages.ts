import type { AnswerResponse } from '#shared/contracts/api.ts';
import type { Caller } from '#shared/domain/access.ts';
import { OUTCOMES, QUESTIONS } from '../fixtures/samples.ts';
import { type Library, recordOf } from './sample-documents.ts';

/** Who answers the questions of the samples, and where it has their documents. */
export interface Answering {
  readonly library: Library;
  ask(question: string, caller: Caller): Promise<AnswerResponse>;
}

/** Asks both every question of the samples: how many were answered with citations, and which with others. */
export async function compareCitations(
  one: Answering,
  other: Answering,
): Promise<{ readonly cited: number; readonly differing: readonly string[] }> {
  const differing: string[] = [];
  let cited = 0;
  for (const { id, question, asker } of QUESTIONS) {
    const caller = { tenantId: asker.tenant, user: asker.user, groups: asker.groups };
    const [here, there] = await Promise.all(
      [one, other].map(async ({ ask, library }) => citationsOf(await ask(question, caller), caller.tenantId, library)),
    );
    if (JSON.stringify(here) !== JSON.stringify(there)) differing.push(id);
    if (here?.length) cited += 1;
  }
  return { cited, differing };
}

/** What an answer rests on, without the ids, which differ from library to library. */
async function citationsOf({ claims }: AnswerResponse, tenantId: string, library: Library): Promise<readonly string[]> {
  const own = OUTCOMES.filter(({ document }) => document.startsWith(`${tenantId}/`));
  const ids = await Promise.all(
    own.map(async ({ document }) => [(await recordOf(library, document))?.documentId, document] as const),
  );
  const documents = new Map(ids);
  return claims
    .map(({ citation }) => `${documents.get(citation.documentId)} ${citation.page} ${citation.quote}`)
    .sort();
}
