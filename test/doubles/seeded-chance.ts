import type { Chance } from '#shared/ports/clock.ts';

/** The same chance for the same seed. Source: mulberry32, T. Ettinger, 2017, public domain. */
export function seededChance(seed: number): Chance {
  let state = seed;
  return {
    fraction: () => {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    },
  };
}
