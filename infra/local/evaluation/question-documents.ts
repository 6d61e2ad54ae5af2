import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { findFiles } from '../find-files.ts';
import type { IngestedObject } from './ingest-objects.ts';
import type { QuestionFile } from './question-file.ts';

export interface QuestionDocuments {
  readonly objects: readonly IngestedObject[];
  /** SHA-256 over all keys and bytes, hexadecimal. */
  readonly hash: string;
}

/** The documents beside a question file, as objects of the document store. */
export async function readQuestionDocuments({ documents }: QuestionFile): Promise<QuestionDocuments> {
  const hash = createHash('sha256');
  const objects: IngestedObject[] = [];
  for (const { file, path } of await findFiles([documents])) {
    const bytes = new Uint8Array(await readFile(file));
    objects.push({ key: objectKeyOfDocument(path), bytes });
    hash.update(`${path}:${bytes.length}:`).update(bytes);
  }
  return { objects, hash: hash.digest('hex') };
}

/** The key of a document that is named `<tenant>/<collection>/<path>`. */
export function objectKeyOfDocument(document: string): string {
  return `tenants/${document}`;
}
