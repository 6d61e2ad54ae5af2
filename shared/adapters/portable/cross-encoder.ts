import { PipelineFailure } from '../../domain/failures.ts';
import type { RedactedText } from '../../domain/text.ts';
import { openBertSession } from './bert-session.ts';
import type { ModelFiles } from './bge-embedder.ts';
import { loadedOnce } from './loaded-once.ts';
import { readWordpieceTokenizer } from './wordpiece-tokenizer.ts';

/** Positions of a BERT model, less the three special tokens of a pair. Source: Devlin and others, NAACL 2019. */
const MAX_PAIR_TOKENS = 509;

/** Tokens of a question that are read: the rest of the room is for the passage. The longest questions people ask have half. */
const MAX_QUESTION_TOKENS = 128;

/** Says of a question and a passage, read together, how well the second answers the first. */
export interface CrossEncoder {
  /** Higher is better; nothing else is said of its scale. */
  score(question: RedactedText, passage: RedactedText, signal?: AbortSignal): Promise<number>;
}

/**
 * Runs a cross-encoder of BERT's kind (WordPiece, one output: such as `ms-marco-MiniLM-L-6-v2` exported to ONNX) on the
 * calling thread, a pair at a time. Loads the model at the first pair. What is too long is cut, the passage first.
 *
 * `score` throws PipelineFailure `DependencyUnavailable` when the model does not run or says something else than one number.
 */
export function crossEncoder({ modelPath, tokenizerPath }: ModelFiles): CrossEncoder {
  const model = loadedOnce(async () => ({
    session: await openBertSession(modelPath),
    tokenizer: readWordpieceTokenizer(tokenizerPath),
  }));

  return {
    score: async (question, passage, signal) => {
      signal?.throwIfAborted();
      const { values } = await run(question, passage).catch((cause: unknown) => {
        throw new PipelineFailure('DependencyUnavailable', 'the cross-encoder does not run', { cause });
      });
      const [score] = values;
      if (values.length === 1 && score !== undefined) return score;
      throw new PipelineFailure(
        'DependencyUnavailable',
        'the model is no cross-encoder: it gives more than one number',
      );
    },
  };

  async function run(question: RedactedText, passage: RedactedText) {
    const { session, tokenizer } = await model();
    const asked = tokenizer.ids(question).slice(0, MAX_QUESTION_TOKENS);
    const read = tokenizer.ids(passage).slice(0, MAX_PAIR_TOKENS - asked.length);
    const { ids, types } = tokenizer.framedPair(asked, read);
    return session.run(ids, types);
  }
}
