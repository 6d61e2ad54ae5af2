import type { Ids } from '#shared/ports/clock.ts';

const LENGTH = 26;

/** Ids that are the same in each run and hold no word, as long as random ones and of the same letters. */
export function countedIds(): Ids {
  let count = 0;
  return {
    random: () => {
      count += 1;
      return count.toString(2).replaceAll('0', 'x').replaceAll('1', 'z').padStart(LENGTH, 'x');
    },
  };
}
