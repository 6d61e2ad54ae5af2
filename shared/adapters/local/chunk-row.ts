import * as z from 'zod';
import { storedChunk } from '../../contracts/stored-chunk.ts';
import type { SearchHit } from '../../ports/chunk-index.ts';
import type { Row } from './open-database.ts';

const ChunkRowSchema = z.object({
  chunk_id: z.string(),
  tenant_id: z.string(),
  document_id: z.string(),
  version_id: z.string(),
  ...storedChunk(),
  suspicion: z
    .number()
    .nullable()
    .transform((value) => value ?? undefined), // Rows from before it was looked at have none.
  language: z
    .string()
    .nullable()
    .transform((value) => value ?? undefined), // Rows from before it was kept, and documents that do not tell theirs.
  focus_start: z.int().nullable(),
  focus_end: z.int().nullable(),
});

/** A chunk of a row that joins `chunks` and `documents`. */
export function chunkOfRow(row: Row): SearchHit['chunk'] {
  const { chunk_id, tenant_id, document_id, version_id, focus_start, focus_end, ...chunk } = ChunkRowSchema.parse(row);
  const focus = focus_start === null || focus_end === null ? {} : { focus: { start: focus_start, end: focus_end } };
  return { ...chunk, ...focus, chunkId: chunk_id, tenantId: tenant_id, documentId: document_id, versionId: version_id };
}
