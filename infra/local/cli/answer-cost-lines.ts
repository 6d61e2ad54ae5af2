import type { AnsweredTenant, AnsweredTenants } from '../costs/metered-answers.ts';

/** What tenants' answers cost, each and each that its reader called helpful; the last are those of all. */
export function answerCostLines({ tenants, total }: AnsweredTenants): string[] {
  return [...tenants, { ...total, tenantId: 'total' }].flatMap(linesOf);
}

function linesOf({ tenantId, questions, answered, accepted, declined, ...each }: AnsweredTenant): string[] {
  const share = questions === 0 ? 0 : each.remembered / questions;
  const unknown = each.unknown > 0 ? `; ${each.unknown} questions are not in it, for a model has no price` : '';
  return [
    `${tenantId.padEnd(20)} ${questions} questions, ${answered} answered; ${each.remembered} remembered (${(100 * share).toFixed(1)} %)`,
    `  ${answered} answers: ${dollarsEach(each.dollars)}, an answer ${dollarsEach(each.dollarsAnAnswer)}${unknown}`,
    `  ${accepted} called helpful, ${declined} unhelpful: an accepted answer ${dollarsEach(each.dollarsAnAccepted)}`,
  ];
}

/** An answer takes less than a cent: as many digits as count. */
function dollarsEach(dollars: number | undefined): string {
  if (dollars === undefined) return '-';
  return `$${dollars.toLocaleString('en-US', { maximumSignificantDigits: 3 })}`;
}
