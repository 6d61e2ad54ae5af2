import type { Passage } from '../../domain/answer.ts';
import type { RedactedText } from '../../domain/text.ts';
import type { Reranker } from '../../ports/reranker.ts';

/** On receipts before the model's name, and for the price file: it runs in our own process. */
export const LOCAL_CROSS_ENCODER = 'local-cross-encoder';

/**
 * Passages that are looked at: what a model of six layers reads of them in 300 ms on two cores, by half of what the embedder
 * takes for a passage with its twelve. `affidavit evaluate retrieval` prints milliseconds and gain of the model in use.
 */
const PASSAGES = 20;

/** Scores of passages for a question, in their order. */
export type ScorePassages = (
  question: RedactedText,
  passages: readonly RedactedText[],
  signal?: AbortSignal,
) => Promise<readonly number[]>;

/** Orders passages by a cross-encoder, which reads each together with the question and with its title and section. */
export function crossEncoderReranker(name: string, scorePassages: ScorePassages): Reranker {
  const modelId = `${LOCAL_CROSS_ENCODER}/${name}`;
  return {
    ...{ modelId, maxPassages: PASSAGES },
    rerank: async ({ question, passages }, signal) => {
      signal?.throwIfAborted();
      const scores = passages.length === 0 ? [] : await scorePassages(question, passages.map(readText), signal);
      return { scores, uses: [{ model: modelId, calls: 1, inputTokens: 0, outputTokens: 0 }] };
    },
  };
}

function readText({ context, text }: Passage): RedactedText {
  return (context === '' ? text : `${context}\n${text}`) as RedactedText; // Made of redacted parts alone.
}
