import { PipelineFailure } from '../../domain/failures.ts';
import type { EntityFinder } from '../../ports/entity-finder.ts';
import { type BertSession, openBertSession } from './bert-session.ts';
import { loadedOnce } from './loaded-once.ts';
import { entitiesOf } from './rampart-entities.ts';
import { meanScores, NO_SCORES, type PartScores, partScores } from './rampart-parts.ts';
import { marginOf, type Window, type Word, windowsOver, wordsOf } from './text-windows.ts';
import { readWordpieceTokenizer, type WordpieceTokenizer } from './wordpiece-tokenizer.ts';

/** What the model was trained on. Source: its card, see models/rampart-ner/README.md. */
const LANGUAGES = ['en', 'es', 'fr', 'de', 'it', 'pt', 'nl'];

/**
 * Our border between the cells of a table, and what the model is shown in its place: it never met the first, and takes
 * a number and a name in neighbouring cells for a house and its street.
 */
const CELL_BORDER = '|';
const SEMICOLON = ';';

/**
 * Finds names, addresses, phone numbers and national ids with the Rampart model, on the calling thread: some 100 ms
 * for 1,000 characters. Loads the model at the first call, 0.1 s.
 */
export function rampartEntityFinder({
  modelPath,
  tokenizerPath,
}: {
  readonly modelPath: string;
  readonly tokenizerPath: string;
}): EntityFinder {
  const model = loadedOnce(async () => ({
    session: await openBertSession(modelPath),
    tokenizer: readWordpieceTokenizer(tokenizerPath),
  }));

  return {
    languages: LANGUAGES,
    find: async (text, signal) => {
      const words = wordsOf(text);
      return entitiesOf(text, words, await scoresOf(words, model, signal));
    },
  };
}

interface Model {
  readonly session: BertSession;
  readonly tokenizer: WordpieceTokenizer;
}

/** Each word's scores from that window in which it stands farthest from the cut. */
async function scoresOf(
  words: readonly Word[],
  load: () => Promise<Model>,
  signal: AbortSignal | undefined,
): Promise<PartScores[]> {
  const scores = new Array<PartScores>(words.length).fill(NO_SCORES);
  const margins = new Array<number>(words.length).fill(Number.NEGATIVE_INFINITY);
  for (const window of windowsOver(words)) {
    signal?.throwIfAborted();
    const windowScores = await readWindow(words.slice(window.first, window.last + 1), load);
    keepFarthest(words, window, windowScores, { scores, margins });
  }
  return scores;
}

function keepFarthest(
  words: readonly Word[],
  window: Window,
  windowScores: readonly PartScores[],
  kept: { readonly scores: PartScores[]; readonly margins: number[] },
): void {
  windowScores.forEach((score, offset) => {
    const at = window.first + offset;
    const margin = marginOf(words, window, at);
    if (margin <= (kept.margins[at] ?? 0)) return;
    kept.scores[at] = score;
    kept.margins[at] = margin;
  });
}

async function readWindow(words: readonly Word[], load: () => Promise<Model>): Promise<PartScores[]> {
  try {
    const { session, tokenizer } = await load();
    const pieces = words.map((word) => tokenizer.ids(word.text === CELL_BORDER ? SEMICOLON : word.text));
    const { values, width } = await session.run(tokenizer.framed(pieces.flat()));
    let token = 1; // After [CLS].
    return pieces.map((ids) => {
      const logits = ids.map(() => values.subarray(width * token, width * ++token));
      return meanScores(logits.map(partScores));
    });
  } catch (cause) {
    throw new PipelineFailure('DetectorUnavailable', 'the name model does not run', { cause });
  }
}
