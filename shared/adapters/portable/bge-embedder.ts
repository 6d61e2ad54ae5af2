import { PipelineFailure } from '../../domain/failures.ts';
import { toUnitLength, type Vector } from '../../domain/vector.ts';
import type { Embedder } from '../../ports/embedder.ts';
import { type BertSession, openBertSession } from './bert-session.ts';
import { loadedOnce } from './loaded-once.ts';
import { readWordpieceTokenizer, type WordpieceTokenizer } from './wordpiece-tokenizer.ts';

const DIMENSIONS = 384;

/** 512 positions less the two special tokens. Source: the model card of BAAI/bge-small-en-v1.5. */
const MAX_INPUT_TOKENS = 510;

/** What the model was trained to see before a question, and not before a passage. Source: its model card. */
const QUERY_PREFIX = 'Represent this sentence for searching relevant passages: ';

/** Texts a call. They run one by one, so this only bounds how long a call takes: some 2 s at 200 tokens a text. */
const MAX_BATCH = 32;

export interface ModelFiles {
  readonly modelPath: string;
  readonly tokenizerPath: string;
}

/**
 * Embeds with bge-small-en-v1.5 (int8) on the calling thread: some 70 ms a passage of 200 tokens and 11 ms a question.
 *
 * Loads the model at the first call, 0.3 s. A text past 510 tokens is cut; the prefix of a question counts as well.
 */
export function bgeEmbedder({ modelPath, tokenizerPath }: ModelFiles): Embedder {
  const model = loadedOnce(async () => ({
    session: await openBertSession(modelPath),
    tokenizer: readWordpieceTokenizer(tokenizerPath),
  }));

  return {
    modelId: 'bge-small-en-v1.5-int8',
    dimensions: DIMENSIONS,
    maxBatch: MAX_BATCH,
    maxInputTokens: MAX_INPUT_TOKENS,
    languages: ['en'], // Source: the model card of BAAI/bge-small-en-v1.5.
    embed: async (texts, purpose, signal) => {
      if (texts.length > MAX_BATCH) throw new RangeError('more texts than maxBatch');
      const prefix = purpose === 'query' ? QUERY_PREFIX : '';
      const vectors: Vector[] = [];
      for (const text of texts) {
        signal?.throwIfAborted();
        vectors.push(await embedOne(prefix + text, model));
      }
      return vectors;
    },
  };
}

interface Model {
  readonly session: BertSession;
  readonly tokenizer: WordpieceTokenizer;
}

async function embedOne(text: string, load: () => Promise<Model>): Promise<Vector> {
  try {
    const { session, tokenizer } = await load();
    const { values, width } = await session.run(tokenizer.framed(tokenizer.ids(text).slice(0, MAX_INPUT_TOKENS)));
    // The vector of a text is that of its first token, `[CLS]`. Source: the model card.
    return toUnitLength(Array.from(values.subarray(0, width)));
  } catch (cause) {
    throw new PipelineFailure('DependencyUnavailable', 'the embedding model does not run', { cause });
  }
}
