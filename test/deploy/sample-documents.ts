import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { artifactKeys } from '#shared/contracts/artifact-keys.ts';
import { RedactedBatchSchema } from '#shared/contracts/artifacts.ts';
import type { DocumentRecord } from '#shared/domain/document.ts';
import { documentIdOf } from '#shared/domain/identity.ts';
import type { ArtifactStore } from '#shared/ports/artifact-store.ts';
import type { Ledger } from '#shared/ports/ledger.ts';
import { TENANTS_FOLDER } from '../fixtures/samples.ts';

/** Where documents of the samples went: a deployed environment, or an embedded run. */
export interface Library {
  readonly bucket: string;
  readonly ledger: Ledger;
  readonly artifacts: ArtifactStore;
}

/** Milliseconds between two looks at the ledger, and looks at most: cold functions on two busy cores take a minute. */
const LOOK_EVERY = 250;
const MAX_LOOKS = 720;

/** The bytes of a sample, by its path such as `acme/finance/orders.json`. */
export function sampleBytes(document: string): Promise<Buffer> {
  return readFile(fileURLToPath(new URL(document, TENANTS_FOLDER)));
}

/** Puts a document into the bucket as any producer would, perhaps for some principals only. */
export async function putDocument(
  s3: S3Client,
  { bucket }: Library,
  document: string,
  body: string | Buffer,
  access?: string,
): Promise<void> {
  const Metadata = access === undefined ? undefined : { 'affidavit-acl': access };
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: `tenants/${document}`, Body: body, Metadata }));
}

/** Sends a document as the form that the API signed, and gives the bucket's answer. */
export function uploadByForm(
  { url, fields }: { readonly url: string; readonly fields: Readonly<Record<string, string>> },
  bytes: Buffer<ArrayBuffer>,
): Promise<Response> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([bytes]));
  return fetch(url, { method: 'POST', body: form });
}

export function recordOf({ bucket, ledger }: Library, document: string): Promise<DocumentRecord | undefined> {
  const [tenantId = ''] = document.split('/');
  return ledger.document(tenantId, documentIdOf(tenantId, bucket, `tenants/${document}`));
}

/** Waits until the ledger says this of a document. */
export async function whenRecord(
  library: Library,
  document: string,
  isAsExpected: (record: DocumentRecord) => boolean,
): Promise<DocumentRecord> {
  for (let looks = 0; looks < MAX_LOOKS; looks += 1) {
    const record = await recordOf(library, document);
    if (record !== undefined && isAsExpected(record)) return record;
    await pause(LOOK_EVERY);
  }
  throw new Error('the document did not become what was expected of it');
}

export const hasEnded = ({ status }: DocumentRecord): boolean => status !== 'running';

/** The redacted text of all pages of a published document. */
export async function redactedText(library: Library, document: string): Promise<string> {
  const { tenantId, documentId, live } = await whenRecord(library, document, hasEnded);
  const keys = artifactKeys({ tenantId, documentId, versionId: '', attempt: 0, ...live });
  const texts: string[] = [];
  for (let batch = 0, pages = 0; pages < (live?.pages ?? 0); batch += 1) {
    const read = await library.artifacts.read(keys.redactedBatch(batch), RedactedBatchSchema);
    texts.push(...read.pages.map(({ text }) => text));
    pages += read.pages.length;
  }
  return texts.join('\n');
}

export function placeholderCount(text: string): number {
  return text.match(/\[[A-Z]+:[a-z0-9.]+\]/g)?.length ?? 0;
}
