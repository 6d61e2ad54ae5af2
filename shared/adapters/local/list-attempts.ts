import * as z from 'zod';
import type { Attempt } from '../../domain/identity.ts';
import type { Database } from './open-database.ts';

const AttemptRowSchema = z
  .object({ tenant_id: z.string(), document_id: z.string(), version_id: z.string(), attempt: z.int() })
  .transform(({ tenant_id, document_id, version_id, attempt }): Attempt => {
    return { tenantId: tenant_id, documentId: document_id, versionId: version_id, attempt };
  });

/** Comes before every attempt that can be. */
const BEFORE_ALL: Attempt = { tenantId: '', documentId: '', versionId: '', attempt: 0 };

/** The attempts that have chunks, in order, at most `limit` after that one. */
export function listAttempts(database: Database, after: Attempt = BEFORE_ALL, limit: number): Attempt[] {
  const { tenantId, documentId, versionId, attempt } = after;
  // The first comparison says no more than the second; it is the one that the documents' index can use.
  const rows = database.all(
    `SELECT DISTINCT documents.tenant_id, documents.document_id, version_id, attempt
     FROM documents JOIN chunks USING (document_row)
     WHERE (documents.tenant_id, documents.document_id) >= (?1, ?2)
       AND (documents.tenant_id, documents.document_id, version_id, attempt) > (?1, ?2, ?3, ?4)
     ORDER BY documents.tenant_id, documents.document_id, version_id, attempt LIMIT ?5`,
    ...[tenantId, documentId, versionId, attempt, limit],
  );
  return rows.map((row) => AttemptRowSchema.parse(row));
}
