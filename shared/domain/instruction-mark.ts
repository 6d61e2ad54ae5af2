import type { Passage } from './answer.ts';
import type { Chunk } from './chunk.ts';
import { isInstructive, scoreInstructions } from './instruction-score.ts';

/** Whether the passage was marked at ingest; one from before that was done is looked at now. */
export function isMarked({ suspicion, text }: Pick<Passage, 'suspicion' | 'text'>): boolean {
  return isInstructive(suspicion ?? scoreInstructions(text));
}

/**
 * The chunk with its score, which it keeps where it has one: its heading speaks to a model as much as its text does. All
 * of its text is looked at, for a model is shown all of it, also where only a part of it is embedded and searched.
 */
export function withSuspicion<C extends Chunk>(chunk: C): C {
  return { ...chunk, suspicion: chunk.suspicion ?? scoreInstructions(`${chunk.context}\n${chunk.text}`) };
}
