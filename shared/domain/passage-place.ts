import type { Passage } from './answer.ts';

/** Where a passage stands. Chunks that are found by different parts of the same text stand at one place, and are read as one. */
export function passagePlace({ documentId, page, start, end }: Passage): string {
  return `${documentId} ${page} ${start} ${end}`;
}
