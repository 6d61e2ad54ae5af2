import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import type { DocumentRecord } from '#shared/domain/document.ts';
import { documentIdOf } from '#shared/domain/identity.ts';
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

/** Milliseconds between two looks at what has not come about, and looks without any progress at most: three minutes. */
const LOOK_EVERY = 500;
const MAX_LOOKS = 360;

/** Rows that one read of the ledger gives: to ask for each letter by itself keeps the emulator busier than its functions. */
const ROWS_AT_ONCE = 100;

/** Waits until the ledger says of each letter what is expected of it, as long as some of them still get there. */
export async function whenEach(
  { dev }: DeployedProduct,
  places: readonly string[],
  isAsExpected: (record: DocumentRecord, place: string) => boolean,
): Promise<DocumentRecord[]> {
  const { tenantId } = LETTERS;
  const ids = new Map(places.map((place) => [place, documentIdOf(tenantId, dev.bucket, `tenants/${place}`)]));
  const found = new Map<string, DocumentRecord>();
  for (let looks = 0; found.size < places.length; looks += 1) {
    if (looks > MAX_LOOKS) throw new Error(`${places.length - found.size} documents did not become what was expected`);
    const missing = [...ids].filter(([place]) => !found.has(place));
    for (let start = 0; start < missing.length; start += ROWS_AT_ONCE) {
      const some = new Map(missing.slice(start, start + ROWS_AT_ONCE).map(([place, id]) => [id, place]));
      for (const record of await dev.ledger.documents(tenantId, [...some.keys()])) {
        const place = some.get(record.documentId);
        if (place === undefined || !isAsExpected(record, place)) continue;
        found.set(place, record);
        looks = 0;
      }
    }
    await pause(LOOK_EVERY);
  }
  return places.flatMap((place) => found.get(place) ?? []);
}

/** Puts a letter of so many words into the bucket. */
export function putLetter({ clients, dev }: DeployedProduct, place: string, version: string, access?: string) {
  const text = `# Letter\n\nThe ${version} text of the letter at ${place.replace(/\D/g, '')}.\n`;
  return putDocument(clients.s3, dev, place, text, access);
}
