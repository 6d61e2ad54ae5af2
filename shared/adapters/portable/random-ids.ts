import { randomBytes } from 'node:crypto';
import type { Ids } from '../../ports/clock.ts';

/** Source: RFC 4648, base 32, in lower case. */
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const LENGTH = 26;

/** Ids from the operating system's source of randomness: 26 characters of 5 bits each. */
export const randomIds: Ids = {
  // 256 is a multiple of 32, so that every character is as likely as any other.
  random: () => Array.from(randomBytes(LENGTH), (byte) => ALPHABET[byte % ALPHABET.length]).join(''),
};
