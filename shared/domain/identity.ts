import { createHash } from 'node:crypto';
import { PipelineFailure } from './failures.ts';

/**
 * The pipeline's own version, part of an execution's name: raise it when a change must process every document anew.
 */
export const PIPELINE_VERSION = '3';

/** Where an object stands: `tenants/<tenantId>/<collection>/<path>`. */
export interface ObjectLocation {
  readonly tenantId: string;
  readonly collection: string;
  /** What follows the collection; may itself hold slashes. It may hold personal data. */
  readonly path: string;
}

/** One run of the pipeline over one version of a document: everything that steps write is keyed by it. */
export interface Attempt {
  readonly tenantId: string;
  readonly documentId: string;
  /** The document store's id of the version, such as S3's versionId. */
  readonly versionId: string;
  /** 1-based, growing over a document's life. Duplicates of an event do not raise it; new versions and redrives do. */
  readonly attempt: number;
}

/** All attempts on a document up to this number: what was there when it was deleted, and nothing that came after. */
export type AttemptsUpTo = Omit<Attempt, 'versionId'>;

/** Names of tenants and collections: lower case, digits and inner dashes, 1 to 63 characters. */
const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** Longest key that S3 takes, in bytes of UTF-8. Source: S3 user guide, "Naming Amazon S3 objects". */
const MAX_KEY_BYTES = 1024;

/** @throws PipelineFailure `KeyInvalid` for a key outside the layout, or one that climbs or hides characters. */
export function parseObjectKey(key: string): ObjectLocation {
  const [root, tenantId = '', collection = '', ...rest] = key.split('/');
  const isPlain = rest.every((part) => part !== '' && part !== '.' && part !== '..');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  const isVisible = !/[\u0000-\u001f\u007f\\]/.test(key);
  const fits = Buffer.byteLength(key) <= MAX_KEY_BYTES;
  if (
    root === 'tenants' &&
    SLUG.test(tenantId) &&
    SLUG.test(collection) &&
    rest.length > 0 &&
    isPlain &&
    isVisible &&
    fits
  ) {
    return { tenantId, collection, path: rest.join('/') };
  }
  throw new PipelineFailure('KeyInvalid', 'the object key is outside the layout', { details: { length: key.length } });
}

export function objectKeyOf({ tenantId, collection, path }: ObjectLocation): string {
  const key = `tenants/${tenantId}/${collection}/${path}`;
  parseObjectKey(key);
  return key;
}

/** 32 hexadecimal characters; the same object always gets the same id, and the id tells nothing of the key. */
export function documentIdOf(tenantId: string, bucket: string, key: string): string {
  return shortHash([tenantId, bucket, key], 32);
}

/** Unique over documents, versions and attempts, so that a late writer never overwrites a live chunk. */
export function chunkIdOf({ documentId, versionId, attempt }: Attempt, position: number): string {
  return `${documentId}-${shortHash([versionId], 12)}-${attempt}-${position}`;
}

/** At most 80 characters, as Step Functions asks of an execution's name. */
export function executionNameOf({ documentId, versionId, attempt }: Attempt): string {
  return `${documentId}-${shortHash([versionId], 12)}-p${PIPELINE_VERSION}-a${attempt}`;
}

/** SHA-256 of the parts, each prefixed by its length so that no two lists of parts run together. `length` in hex digits. */
export function shortHash(parts: readonly string[], length: number): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:${part}`);
  return hash.digest('hex').slice(0, length);
}
