import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { objectKeyOf } from '#shared/domain/identity.ts';
import type { IngestedObject } from '../evaluation/ingest-objects.ts';
import { findFiles } from '../find-files.ts';

export const BENCH_TENANT = 'bench';
const COLLECTION = 'documents';

/** Every principal of the tenant may read: what is measured is not access. */
export const BENCH_RULE = {
  tenantId: BENCH_TENANT,
  collection: COLLECTION,
  access: ['everyone-in-tenant'],
  policy: 'strict',
} as const;

/** The documents that a benchmark takes when none are named. */
export const SAMPLE_DOCUMENTS = fileURLToPath(new URL('../../../test/fixtures/documents', import.meta.url));

export interface BenchDocument {
  readonly path: string;
  readonly bytes: Uint8Array;
}

export async function readBenchDocuments(folder: string): Promise<BenchDocument[]> {
  const files = await findFiles([folder]);
  return Promise.all(files.map(async ({ file, path }) => ({ path, bytes: new Uint8Array(await readFile(file)) })));
}

/** The documents as objects, each so many times under different names. */
export function benchObjects(documents: readonly BenchDocument[], copies: number): IngestedObject[] {
  return Array.from({ length: copies }, (_, copy) =>
    documents.map(({ path, bytes }) => ({
      key: objectKeyOf({ tenantId: BENCH_TENANT, collection: COLLECTION, path: `${copy}/${path}` }),
      bytes,
    })),
  ).flat();
}
