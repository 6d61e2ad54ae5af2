import { LEDGER_SCHEMA } from '#shared/adapters/local/ledger-schema.ts';
import { openDatabase } from '#shared/adapters/local/open-database.ts';
import { sqliteSpending } from '#shared/adapters/local/sqlite-spending.ts';
import { randomIds } from '#shared/adapters/portable/random-ids.ts';
import { systemChance } from '#shared/adapters/portable/system-chance.ts';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import type { ModelUse } from '#shared/domain/metered-cost.ts';
import { nanodollars } from '#shared/domain/spending.ts';
import type { AnswerJudge } from '#shared/ports/answer-judge.ts';
import { modelLimiter } from '#shared/runtime/model-limiter.ts';
import { paidJudge } from '#shared/runtime/paid-judge.ts';

/** A judge with an account of its own, for as long as an evaluation takes. */
export interface BudgetedJudge {
  readonly judge: AnswerJudge;
  /** What its calls took. */
  uses(): readonly ModelUse[];
  close(): void;
}

const ACCOUNT = 'judge';

/** Milliseconds that a busy judge is waited for: nobody waits for an evaluation as for an answer, and a model that starts
 * takes some half a minute. Ours to change. */
const PATIENCE = 60_000;

/** The same judge, asked no faster than its model answers, and not once it has taken so many dollars by the price file. */
export async function budgetedJudge(judge: AnswerJudge, dollars: number): Promise<BudgetedJudge> {
  const database = openDatabase(':memory:', LEDGER_SCHEMA);
  const spending = sqliteSpending(database, { clock: systemClock, ids: randomIds });
  await spending.setBudget(ACCOUNT, nanodollars(dollars));
  const uses: ModelUse[] = [];
  const metrics = { emit: () => undefined };
  const limiter = modelLimiter({ clock: systemClock, chance: systemChance, metrics, patienceMilliseconds: PATIENCE });
  const limited: AnswerJudge = {
    name: judge.name,
    judge: (judged, signal) => limiter.run(() => judge.judge(judged, signal), signal),
  };
  const onUse = (use: ModelUse) => void uses.push(use);
  return {
    judge: paidJudge(ACCOUNT, limited, { spending, metrics, onUse }),
    uses: () => uses,
    close: database.close,
  };
}
