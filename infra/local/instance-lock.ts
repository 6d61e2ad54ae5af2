import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** The right to work on a state folder, held by one process at a time and given back by the system when it dies. */
export interface InstanceLock {
  /** Tells other processes where this one answers. */
  announce(address: string): void;
  release(): void;
}

/** Takes the lock, or returns what the process that holds it announced (empty until it has). */
export function takeInstanceLock(home: string): InstanceLock | { readonly heldBy: string } {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const announcement = path.join(home, 'instance');
  const database = new DatabaseSync(path.join(home, 'lock.sqlite'));
  try {
    // An open exclusive transaction is a lock that a killed process cannot leave behind.
    database.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
  } catch {
    database.close();
    return { heldBy: readAnnouncement(announcement) };
  }
  return {
    announce: (address) => writeFileSync(announcement, address, { mode: 0o600 }),
    release: () => {
      rmSync(announcement, { force: true });
      database.close();
    },
  };
}

/** Where the instance that works on this folder answers, if one does. */
export function runningInstance(home: string): string | undefined {
  const lock = takeInstanceLock(home);
  if ('heldBy' in lock) return lock.heldBy;
  lock.release();
  return undefined;
}

function readAnnouncement(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
