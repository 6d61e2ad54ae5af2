import * as z from 'zod';
import { readConfig } from '#shared/runtime/config.ts';
import type { DeployedProduct } from './deployed-product.ts';
import { putDocument } from './sample-documents.ts';

/**
 * How many small documents the scenarios of loss and redrive take. On two cores one is done in about half a second, so
 * that 60 leave the whole run its four minutes; `AFFIDAVIT_DEPLOY_DOCUMENTS=500 npm run test:deploy` takes as many as the
 * bar names.
 */
const Settings = z.object({ AFFIDAVIT_DEPLOY_DOCUMENTS: z.coerce.number().int().min(20).max(5_000).default(60) });

export const { AFFIDAVIT_DEPLOY_DOCUMENTS: MANY } = readConfig(Settings);

/** Of a tenant that no other test counts. */
export const LETTERS = {
  tenantId: 'initech',
  collection: 'letters',
  access: ['everyone-in-tenant'],
  policy: 'strict',
} as const;

export const LETTER_PLACES: readonly string[] = Array.from(
  { length: MANY },
  (_, at) => `${LETTERS.tenantId}/${LETTERS.collection}/${String(at).padStart(5, '0')}.md`,
);

/** Requests at once, as many as a producer of small files would have open. */
const AT_ONCE = 8;

/** Does the same for every item, some at a time, and gives what came of it in their order. */
export async function eachAtOnce<T, R>(items: readonly T[], work: (item: T, at: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += AT_ONCE) {
    const some = items.slice(start, start + AT_ONCE).map((item, at) => work(item, start + at));
    results.push(...(await Promise.all(some)));
  }
  return results;
}

/** Puts a letter of so many words into the bucket. */
export function putLetter({ clients, dev }: DeployedProduct, place: string, version: string, access?: string) {
  const text = `# Letter\n\nThe ${version} text of the letter at ${place.replace(/\D/g, '')}.\n`;
  return putDocument(clients.s3, dev, place, text, access);
}
