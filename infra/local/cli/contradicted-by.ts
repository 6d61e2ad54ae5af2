import type { AnswerResponse } from '#shared/contracts/api.ts';

/** Places of the claims that cannot be right together with this one. */
export function contradictedBy(claim: number, conflicts: AnswerResponse['conflicts'] = []): number[] {
  return conflicts.flatMap(({ claims }) => (claims.includes(claim) ? claims.filter((other) => other !== claim) : []));
}
