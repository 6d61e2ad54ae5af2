import * as z from 'zod';
import { meteredCostSchema } from '../../contracts/ledger-records.ts';
import type { MeteredCost } from '../../domain/metered-cost.ts';
import type { Receipt } from '../../domain/receipt.ts';
import { localCall } from './local-call.ts';
import type { Database } from './open-database.ts';

/** What of an answer says whether it was worth its cost. */
export interface PastAnswer extends Pick<Receipt, 'tenantId' | 'outcome'> {
  /** Absent from receipts of earlier releases. */
  readonly cost?: MeteredCost | undefined;
  /** Whether its claims were remembered from an earlier answer. */
  readonly isRemembered: boolean;
  /** What its reader said of it, if anything. */
  readonly verdict?: 'helpful' | 'unhelpful' | undefined;
}

export interface AnswerHistory {
  /** Every answer that was given, of all tenants, in any order. */
  answers(signal?: AbortSignal): Promise<PastAnswer[]>;
}

/** Only whoever was given an answer says what it was worth, so that there is one word on it at most. */
const ANSWERS = `
  SELECT r.tenant_id, json_extract(r.body, '$.outcome') AS outcome, json_extract(r.body, '$.cost') AS cost,
    json_extract(r.body, '$.cached') AS cached, json_extract(f.body, '$.verdict') AS verdict
  FROM receipts r LEFT JOIN feedback f ON f.tenant_id = r.tenant_id AND f.answer_id = r.answer_id`;

const RowSchema = z.object({
  tenant_id: z.string(),
  outcome: z.enum(['answered', 'no-evidence', 'unsafe', 'not-permitted']),
  cost: z
    .string()
    .nullable()
    .transform((text): unknown => (text === null ? undefined : JSON.parse(text)))
    .pipe(z.optional(meteredCostSchema())),
  cached: z.int().nullable(),
  verdict: z.enum(['helpful', 'unhelpful']).nullable(),
});

/** Reads the receipts and verdicts of a database of `LEDGER_SCHEMA`, without the candidates, which take most of their room. */
export function answerHistory(database: Database): AnswerHistory {
  return {
    answers: (signal) =>
      localCall('the ledger did not answer', signal, () =>
        database.all(ANSWERS).map((row) => {
          const { tenant_id: tenantId, outcome, cost, cached, verdict } = RowSchema.parse(row);
          return { tenantId, outcome, cost, isRemembered: cached === 1, verdict: verdict ?? undefined };
        }),
      ),
  };
}
