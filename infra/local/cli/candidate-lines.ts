import type { AnswerDiagnosis } from '#shared/domain/answer-diagnosis.ts';
import type { CandidateTrace, RerankOutcome, SearchedBy } from '#shared/domain/receipt.ts';
import type { Diagnosis } from '#shared/domain/retrieval-diagnosis.ts';

/** The candidates of a search as a table for people: ranks and shares of both sides, what fusion made of them, their end. */
export function candidateLines(candidates: readonly CandidateTrace[]): string[] {
  const head = 'score  lexical  share  vector  share  similarity  rerank   score  fate            chunk';
  return [head, ...candidates.flatMap((candidate) => [candidateLine(candidate), ...featureLines(candidate)])];
}

/** What came of reranking, in a few words. */
export function rerankLine(rerank: RerankOutcome | 'none' | undefined): string {
  if (rerank === undefined || rerank === 'none') return 'none';
  const { model, passages, reranked, reason } = rerank;
  return reranked ? `${passages} candidates by ${model}` : `fused order, for ${model} failed (${reason})`;
}

/** What a reranker's score is made of, where it tells. */
function featureLines({ rerankFeatures }: CandidateTrace): string[] {
  if (rerankFeatures === undefined) return [];
  const figures = Object.entries(rerankFeatures).map(([name, value]) => `${name} ${value.toFixed(2)}`);
  return [`       ${figures.join(', ')}`];
}

function candidateLine(candidate: CandidateTrace): string {
  const { score, lexicalRank, lexicalShare, vectorRank, vectorShare, similarity, fate, chunkId } = candidate;
  const { rerankRank, rerankScore, duplicateOf, isOfOtherPeriod } = candidate;
  const rank = (value: number | undefined, width: number) => String(value ?? '-').padStart(width);
  const share = (value: number | undefined, width = 5) => (value?.toFixed(2) ?? '-').padStart(width);
  return [
    score.toFixed(3),
    rank(lexicalRank, 7),
    share(lexicalShare),
    rank(vectorRank, 6),
    share(vectorShare),
    share(similarity, 10),
    rank(rerankRank, 6),
    share(rerankScore, 6),
    fate.padEnd(14),
    `${chunkId}${duplicateOf === undefined ? '' : ` of ${duplicateOf}`}${isOfOtherPeriod ? ', of another period' : ''}`,
  ].join('  ');
}

/** What was asked of facts, by keys as the index holds them: text of metadata shows as its digest. */
export function filterLines({ conditions }: SearchedBy = { conditions: [] }): string[] {
  return conditions.map(({ field, keys, spans }) => {
    const ranges = spans.map(({ from, below }) => `from ${from} to before ${below}`);
    return `filter: ${field}: ${[...keys, ...ranges].join(', or ')}`;
  });
}

export function diagnosisLine({ lostAt, reason }: Diagnosis | AnswerDiagnosis): string {
  return lostAt === 'shown' || lostAt === 'quoted'
    ? `expected: ${lostAt}: ${reason}`
    : `expected: lost at ${lostAt}: ${reason}`;
}
