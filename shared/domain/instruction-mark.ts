import type { Passage } from './answer.ts';
import { type Chunk, embeddingText } from './chunk.ts';
import { isInstructive, scoreInstructions } from './instruction-score.ts';

/** Whether the passage was marked at ingest; one from before that was done is looked at now. */
export function isMarked({ suspicion, text }: Pick<Passage, 'suspicion' | 'text'>): boolean {
  return isInstructive(suspicion ?? scoreInstructions(text));
}

/** The chunk with its score, which it keeps where it has one: its heading speaks to a model as much as its text does. */
export function withSuspicion<C extends Chunk>(chunk: C): C {
  return { ...chunk, suspicion: chunk.suspicion ?? scoreInstructions(embeddingText(chunk)) };
}
