import { type SentenceCandidate, sentenceCandidates } from '../../domain/extractive-candidates.ts';
import { type ComparedCandidate, chooseClaims, shortlist } from '../../domain/extractive-choice.ts';
import { calibrationOf } from '../../domain/retrieval-calibration.ts';
import { cosineSimilarity, type Vector } from '../../domain/vector.ts';
import type { Answerer } from '../../ports/answerer.ts';
import type { Embedder } from '../../ports/embedder.ts';
import type { TextAnalyzer } from '../../ports/text-analyzer.ts';

/** Sentences whose meaning is compared, at most: some 15 ms each with bge-small. */
const SHORTLIST = 16;

interface ExtractiveAnswererOptions {
  /** The index's embedder, whose vector of the question the request brings. */
  readonly embedder: Embedder;
  readonly analyzer: TextAnalyzer;
}

/**
 * Answers with the sentences and table rows of the passages that say it, word for word; no language model. It compares
 * words, the form that the question asks for and meaning, and says nothing when no sentence is likely enough.
 */
export function extractiveAnswerer({ embedder, analyzer }: ExtractiveAnswererOptions): Answerer {
  const { sentence: model } = calibrationOf(embedder.modelId);
  return {
    name: 'extractive',
    answer: async ({ question, questionVector, passages }, signal) => {
      signal?.throwIfAborted();
      const candidates = sentenceCandidates(question, passages, (text) => analyzer.analyze(text));
      const worthwhile = shortlist(candidates, model, SHORTLIST);
      const compared = await compare(worthwhile, questionVector, embedder, signal);
      return { claims: chooseClaims(compared, model), usage: { inputTokens: 0, outputTokens: 0 } };
    },
  };
}

async function compare(
  candidates: readonly SentenceCandidate[],
  question: Vector,
  embedder: Embedder,
  signal: AbortSignal | undefined,
): Promise<ComparedCandidate[]> {
  const compared: ComparedCandidate[] = [];
  for (let at = 0; at < candidates.length; at += embedder.maxBatch) {
    const batch = candidates.slice(at, at + embedder.maxBatch);
    const texts = batch.map(({ meaning }) => meaning);
    const vectors = await embedder.embed(texts, 'passage', signal);
    for (const [index, candidate] of batch.entries()) {
      compared.push({ candidate, similarity: cosineSimilarity(question, vectors[index] ?? []) });
    }
  }
  return compared;
}
