import { nearDuplicates } from '#shared/domain/near-duplicates.ts';
import type { BenchRow } from './bench-report.ts';
import { inventedText } from './invented-chunks.ts';
import { percentileRows } from './percentile-rows.ts';

/** Passages that are compared: a few more than a question shows, and all candidates of both sides. */
const SIZES = [12, 200] as const;

/** Words to a passage: about those of a chunk of 200 tokens. */
const WORDS_PER_PASSAGE = 160;

const ROUNDS = 50;
const WARM_UP = 10;

/**
 * Telling the near-duplicates among a question's passages where there are none: no numbers and one length, so that every
 * passage is compared with every other. The few that nearly say the same are hashed besides.
 */
export async function benchFolding(): Promise<BenchRow[]> {
  return SIZES.flatMap((size) => {
    const figures = millisecondsToFold(size);
    return percentileRows(`folding.${size}-passages`, figures);
  });
}

/** One figure a round, of passages that no other round has. */
function millisecondsToFold(size: number): number[] {
  const text = inventedText(size);
  const figures = Array.from({ length: WARM_UP + ROUNDS }, () => {
    const passages = Array.from({ length: size }, () => text.words(WORDS_PER_PASSAGE));
    const duplicates = nearDuplicates();
    const startedAt = performance.now();
    for (const [at, passage] of passages.entries()) duplicates.original(String(at), passage);
    return performance.now() - startedAt;
  });
  return figures.slice(WARM_UP);
}
