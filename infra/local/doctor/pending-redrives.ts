import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { failureNamed, failureTraits } from '#shared/domain/failures.ts';
import type { Finding } from '#shared/domain/finding.ts';
import { readOnly } from './read-only.ts';

const GroupSchema = z.object({
  tenant: z.string(),
  failure: z
    .string()
    .nullable()
    .transform((name) => failureNamed(name ?? '')),
  count: z.int(),
});
type Group = z.output<typeof GroupSchema>;

const FAILED = `
  SELECT tenant_id AS tenant, json_extract(body, '$.failure.name') AS failure, count(*) AS count
  FROM documents WHERE status = 'rejected' GROUP BY 1, 2`;
const PUT_ASIDE = 'SELECT tenant_id AS tenant, failure, count(*) AS count FROM dead_admissions GROUP BY 1, 2';

/** Documents that failed for a reason which passes, and events that were put aside: somebody has to send them again. */
export function pendingRedrives(home: string): Finding[] {
  return readOnly(path.join(home, 'ledger.sqlite'), (ledger) => {
    if (!hasTables(ledger)) return [];
    const groups = (sql: string) => z.array(GroupSchema).parse(ledger.prepare(sql).all());
    const pending = [
      ...groups(FAILED)
        .filter(({ failure }) => failureTraits(failure).retryable)
        .map((group) => redriveFinding(group, `documents that failed by ${group.failure}`)),
      ...groups(PUT_ASIDE).map((group) => redriveFinding(group, 'events put aside')),
    ];
    return pending.length > 0 ? pending : [{ check: 'pending redrives', ok: true, found: 'none', mend: '' }];
  });
}

function redriveFinding({ tenant, failure, count }: Group, what: string): Finding {
  const mend = `Run \`npx affidavit redrive --reason ${failure} --tenant ${tenant}\`.`;
  return { check: 'pending redrives', ok: false, found: `${count} ${what}`, mend };
}

function hasTables(ledger: DatabaseSync): boolean {
  const found = ledger.prepare(
    "SELECT count(*) AS n FROM sqlite_master WHERE name IN ('documents', 'dead_admissions')",
  );
  return found.get()?.['n'] === 2;
}
