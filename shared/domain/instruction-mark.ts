import type { Passage } from './answer.ts';
import { isInstructive, scoreInstructions } from './instruction-score.ts';

/** Whether the passage was marked at ingest; one from before that was done is looked at now. */
export function isMarked({ suspicion, text }: Pick<Passage, 'suspicion' | 'text'>): boolean {
  return isInstructive(suspicion ?? scoreInstructions(text));
}
