import type { Passage } from './answer.ts';
import { type ChoiceLimits, type PassageEnd, passageEnds } from './passage-choice.ts';
import { rankShare } from './rank-fusion.ts';
import type { CandidateTrace } from './receipt.ts';

/** What one search brought. */
export interface BranchResult {
  /** Best first: all of them may be read. */
  readonly passages: readonly Passage[];
  readonly traces: readonly CandidateTrace[];
}

/**
 * One result from searches for one question told in several ways: by the sum of reciprocal ranks, those first that stand
 * high in several. A passage has the score of the search that it fits best. What is shown is chosen once more among all:
 * each search kept to its limits by itself, and several may bring the same text, the same words or the same document.
 */
export function fuseBranches(branches: readonly BranchResult[], limits: ChoiceLimits): BranchResult {
  const ranked = rankedPassages(branches);
  const ends = passageEnds(ranked, limits);
  const passages = ranked.filter(({ chunkId }) => ends.get(chunkId)?.fate === 'shown');
  return { passages, traces: fusedTraces(branches, ends, passages) };
}

function rankedPassages(branches: readonly BranchResult[]): Passage[] {
  const found = new Map<string, { readonly passage: Passage; readonly sum: number }>();
  for (const { passages } of branches) {
    for (const [at, passage] of passages.entries()) {
      const before = found.get(passage.chunkId);
      const sum = (before?.sum ?? 0) + rankShare(at + 1);
      found.set(passage.chunkId, { passage: before === undefined ? passage : closer(before.passage, passage), sum });
    }
  }
  return [...found.values()]
    .sort((a, b) => b.sum - a.sum || b.passage.score - a.passage.score)
    .map(({ passage }) => passage);
}

function closer(a: Passage, b: Passage): Passage {
  const similarity = Math.max(a.similarity, b.similarity);
  return { ...(b.score > a.score ? b : a), similarity };
}

/** What became of each candidate of any branch: what is shown first, then by score. */
function fusedTraces(
  branches: readonly BranchResult[],
  ends: ReadonlyMap<string, PassageEnd>,
  shown: readonly Passage[],
): CandidateTrace[] {
  const traces = new Map<string, CandidateTrace>();
  for (const [branch, { traces: own }] of branches.entries()) {
    for (const trace of own) {
      const before = traces.get(trace.chunkId);
      const best = before === undefined || isBetter(trace, before) ? trace : before;
      traces.set(trace.chunkId, { ...best, branches: [...(before?.branches ?? []), branch] });
    }
  }
  const order = new Map(shown.map(({ chunkId }, at) => [chunkId, at]));
  const orderOf = ({ chunkId }: CandidateTrace) => order.get(chunkId) ?? shown.length;
  return [...traces.values()]
    .map((trace) => ({ ...trace, ...ends.get(trace.chunkId) }))
    .sort((a, b) => orderOf(a) - orderOf(b) || b.score - a.score);
}

function isBetter(a: CandidateTrace, b: CandidateTrace): boolean {
  if ((a.fate === 'shown') !== (b.fate === 'shown')) return a.fate === 'shown';
  return a.score > b.score;
}
