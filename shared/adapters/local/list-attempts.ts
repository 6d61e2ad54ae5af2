import * as z from 'zod';
import type { Attempt } from '../../domain/identity.ts';
import type { AttemptCount } from '../../domain/index-generation.ts';
import type { Database } from './open-database.ts';

const AttemptRowSchema = z
  .object({ tenant_id: z.string(), document_id: z.string(), version_id: z.string(), attempt: z.int(), chunks: z.int() })
  .transform(({ tenant_id, document_id, version_id, attempt, chunks }): AttemptCount => {
    return { tenantId: tenant_id, documentId: document_id, versionId: version_id, attempt, chunks };
  });

/** Comes before every attempt that can be. */
const BEFORE_ALL: Attempt = { tenantId: '', documentId: '', versionId: '', attempt: 0 };

/** The attempts that have chunks, and how many, in order, at most `limit` after that one. */
export function listAttempts(database: Database, after: Attempt = BEFORE_ALL, limit: number): AttemptCount[] {
  const { tenantId, documentId, versionId, attempt } = after;
  // The first comparison says no more than the second; it is the one that the documents' index can use.
  const rows = database.all(
    `SELECT documents.tenant_id, documents.document_id, version_id, attempt, count(*) AS chunks
     FROM documents JOIN chunks USING (document_row)
     WHERE (documents.tenant_id, documents.document_id) >= (?1, ?2)
       AND (documents.tenant_id, documents.document_id, version_id, attempt) > (?1, ?2, ?3, ?4)
     GROUP BY documents.tenant_id, documents.document_id, version_id, attempt
     ORDER BY documents.tenant_id, documents.document_id, version_id, attempt LIMIT ?5`,
    ...[tenantId, documentId, versionId, attempt, limit],
  );
  return rows.map((row) => AttemptRowSchema.parse(row));
}
