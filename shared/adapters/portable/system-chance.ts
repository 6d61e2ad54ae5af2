import { randomInt } from 'node:crypto';
import type { Chance } from '../../ports/clock.ts';

const STEPS = 2 ** 32;

/** Chance from the operating system. */
export const systemChance: Chance = { fraction: () => randomInt(STEPS) / STEPS };
