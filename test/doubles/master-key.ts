import path from 'node:path';
import { readSecretFile } from '#shared/adapters/local/key-file.ts';

/** Of 32 bytes. */
const MASTER_KEY = Buffer.from('00112233445566778899aabbccddeeff'.repeat(2), 'hex');

/**
 * Leaves a state folder the same master key as any other. With one key, placeholders are the same words in each run, and
 * so are the vectors of what holds them, and what is found by them.
 */
export function giveMasterKey(home: string): void {
  readSecretFile(path.join(home, 'keys', 'master'), () => MASTER_KEY);
}
