import type { Receipt } from './receipt.ts';
import type { Diagnosis, LostAt } from './retrieval-diagnosis.ts';

/** Where an expected passage was lost on the way to an answer; `quoted` when it was not. */
export type LostInAnswer =
  | Exclude<LostAt, 'shown'>
  | 'refused-by-a-rule'
  | 'refused-by-the-gate'
  | 'not-proposed'
  | 'claim-dropped'
  | 'quoted';

export interface AnswerDiagnosis extends Omit<Diagnosis, 'lostAt'> {
  readonly lostAt: LostInAnswer;
}

/** Goes on where a search ends: what became of an expected passage that was found, by the receipt of the answer. */
export function diagnoseAnswer(
  { lostAt, ...found }: Diagnosis,
  chunkIds: readonly string[],
  { outcome, evidence, answerer, claims }: Pick<Receipt, 'outcome' | 'evidence' | 'answerer' | 'claims'>,
): AnswerDiagnosis {
  if (lostAt !== 'shown') return { ...found, lostAt };
  const place = found.reason;
  const lost = (stage: LostInAnswer, reason: string): AnswerDiagnosis => ({
    ...{ ...found, lostAt: stage, reason: `${place}; ${reason}` },
  });
  if (outcome === 'unsafe' || outcome === 'not-permitted') {
    return lost('refused-by-a-rule', `the question or the answer broke a rule (${outcome})`);
  }
  if (answerer === 'none') {
    const { score, threshold } = evidence;
    return lost('refused-by-the-gate', `the evidence was ${score.toFixed(2)} and needed ${threshold.toFixed(2)}`);
  }
  const own = (claims.verdicts ?? []).filter(({ chunkId }) => chunkIds.includes(chunkId));
  if (own.some(({ verdict }) => verdict === 'kept')) return lost('quoted', 'a claim quotes it');
  if (own.length === 0) return lost('not-proposed', `${answerer} proposed no claim from it`);
  return lost('claim-dropped', `its claims were dropped: ${own.map(({ verdict }) => verdict).join(', ')}`);
}
