import type { Analyze } from '../../domain/evidence-terms.ts';
import type { ComparedCandidate } from '../../domain/extractive-choice.ts';
import { mean } from '../../domain/statistics.ts';
import type { RedactedText } from '../../domain/text.ts';
import { withoutUnsaidWords } from '../../domain/unsaid-words.ts';
import { cosineSimilarity } from '../../domain/vector.ts';
import { type Embedding, embedInBatches } from './embed-in-batches.ts';

/**
 * How much closer in meaning a sentence is to the question without a word that it lacks, on average over these words: a
 * difference of cosine similarities, 0 where it lacks none. A word in whose place the sentence has another of the same
 * meaning is missed when it is left out; one that was only put there to ask for something else is not.
 */
export async function unsaidGain(
  question: RedactedText,
  { candidate, similarity, vector }: ComparedCandidate,
  analyze: Analyze,
  embedding: Embedding,
): Promise<number> {
  const shorter = withoutUnsaidWords(question, candidate.quote, analyze);
  if (shorter.length === 0) return 0;
  const { vectors } = await embedInBatches(shorter, 'query', embedding);
  return mean(vectors.map((each) => cosineSimilarity(each, vector))) - similarity;
}
