import { monthOf } from '../../domain/spending.ts';
import type { AnswerHistory } from '../../ports/answer-history.ts';
import type { Clock } from '../../ports/clock.ts';
import { answersIn, LINE_RETENTION_DAYS, linePartition } from './answer-lines.ts';
import { awsCall } from './aws-call.ts';
import { UNREADABLE } from './dynamo-table.ts';
import { type LedgerTableOptions, ledgerTable } from './ledger-table.ts';

/** Answers by the lines that `dynamoLedger` writes beside their receipts. One of an earlier release has none. */
export function dynamoAnswerHistory(given: Omit<LedgerTableOptions, 'ids'>): AnswerHistory {
  const items = ledgerTable(given);
  return {
    answers: (month, signal) =>
      awsCall(UNREADABLE, signal, async (options) => {
        const answers = [];
        for (const each of month === undefined ? keptMonths(given.clock) : [month])
          answers.push(...answersIn(await items.query({ pk: linePartition(each) }, options)));
        return answers;
      }),
  };
}

/** Months of which a line can be left. */
function keptMonths(clock: Clock): ReadonlySet<string> {
  const days = Array.from({ length: LINE_RETENTION_DAYS + 1 }, (_, day) => day);
  return new Set(days.map((day) => monthOf(clock.now() - day * 86_400_000)));
}
