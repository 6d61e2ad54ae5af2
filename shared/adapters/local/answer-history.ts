import { pastAnswerSchema } from '../../contracts/past-answer.ts';
import type { AnswerHistory } from '../../ports/answer-history.ts';
import { localCall } from './local-call.ts';
import type { Database, Row } from './open-database.ts';

/** Only whoever was given an answer says what it was worth, so that there is one word on it at most. */
const ANSWERS = `
  SELECT r.tenant_id, json_extract(r.body, '$.outcome') AS outcome, json_extract(r.body, '$.cost') AS cost,
    json_extract(r.body, '$.cached') AS cached, json_extract(f.body, '$.verdict') AS verdict
  FROM receipts r LEFT JOIN feedback f ON f.tenant_id = r.tenant_id AND f.answer_id = r.answer_id
  WHERE ?1 IS NULL OR substr(json_extract(r.body, '$.at'), 1, 7) = ?1`;

/** Reads the receipts and verdicts of a database of `LEDGER_SCHEMA`, without the candidates, which take most of their room. */
export function answerHistory(database: Database): AnswerHistory {
  return {
    answers: (month, signal) =>
      localCall('the ledger did not answer', signal, () =>
        database.all(ANSWERS, month ?? null).map((row) => pastAnswerSchema().parse(answerIn(row))),
      ),
  };
}

function answerIn({ tenant_id: tenantId, outcome, cost, cached, verdict }: Row): object {
  return {
    ...{ tenantId, outcome, isRemembered: cached === 1 },
    ...(typeof cost === 'string' && { cost: JSON.parse(cost) }),
    ...(verdict !== null && { verdict }),
  };
}
