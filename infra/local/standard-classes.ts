import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { classHeadSchema, type StoredClassHead } from '#shared/contracts/class-head.ts';

const FILE = fileURLToPath(new URL('../../models/document-classes/head.json', import.meta.url));

/** The classes of the product, as `affidavit classes train` learned them from the examples beside the file. */
export async function standardClasses(): Promise<StoredClassHead | undefined> {
  return existsSync(FILE) ? classHeadSchema().parse(JSON.parse(await readFile(FILE, 'utf8'))) : undefined;
}
