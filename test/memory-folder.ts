import { existsSync, statfsSync } from 'node:fs';

/** Where Linux keeps files in memory. */
const SHARED_MEMORY = '/dev/shm';

/** Bytes that must be free there, far more than the tests hold at once; a container often has 64 MiB in all. */
const ROOM = 2 ** 30;

/**
 * A folder in memory for the state that tests write, where a commit waits for no disk: an ingest makes dozens of them.
 * Undefined where the system has none, or too little room in it.
 */
export function memoryFolder(): string | undefined {
  if (!existsSync(SHARED_MEMORY)) return undefined;
  const { bavail, bsize } = statfsSync(SHARED_MEMORY);
  return bavail * bsize >= ROOM ? SHARED_MEMORY : undefined;
}
