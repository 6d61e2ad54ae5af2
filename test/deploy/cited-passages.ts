import type { AnswerResponse } from '#shared/contracts/api.ts';
import { OUTCOMES } from '../fixtures/samples.ts';
import { type Library, recordOf } from './sample-documents.ts';

/** What an answer rests on, without what differs from library to library: ids, and the keys of placeholders. */
export async function citationsOf(
  { claims }: AnswerResponse,
  tenantId: string,
  library: Library,
): Promise<readonly string[]> {
  const own = OUTCOMES.filter(({ document }) => document.startsWith(`${tenantId}/`));
  const ids = await Promise.all(
    own.map(async ({ document }) => [(await recordOf(library, document))?.documentId, document] as const),
  );
  const documents = new Map(ids);
  return claims
    .map(({ citation }) => {
      const quote = citation.quote.replaceAll(/\[([A-Z]+):[a-z0-9.]+\]/g, '[$1]');
      return `${documents.get(citation.documentId)} ${citation.page} ${quote}`;
    })
    .sort();
}

export function isSameCitations(one: readonly string[], other: readonly string[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
