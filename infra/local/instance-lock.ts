import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isBusy } from '#shared/adapters/local/is-busy.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';

/** The right to work on a state folder, held by one process at a time and given back by the system when it dies. */
export interface InstanceLock {
  /** Tells other processes where this one answers. */
  announce(address: string): void;
  release(): void;
}

/**
 * Takes the lock, or returns what the process that holds it announced (empty until it has).
 *
 * @throws PipelineFailure `DependencyUnavailable` when nobody can take it: the folder is none, or the lock's file is damaged.
 */
export function takeInstanceLock(home: string): InstanceLock | { readonly heldBy: string } {
  const announcement = path.join(home, 'instance');
  const database = openLock(home);
  try {
    // An open exclusive transaction is a lock that a killed process cannot leave behind.
    database.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
  } catch (cause) {
    database.close();
    // Of a damaged file nobody would ever give the lock back: whoever waited for that would wait for good.
    if (!isBusy(cause)) throw notToBeTaken(cause);
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

function openLock(home: string): DatabaseSync {
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 });
    return new DatabaseSync(path.join(home, 'lock.sqlite'));
  } catch (cause) {
    throw notToBeTaken(cause);
  }
}

function notToBeTaken(cause: unknown): PipelineFailure {
  const said = 'the lock of the state folder cannot be taken: `affidavit doctor` says what mends it';
  return new PipelineFailure('DependencyUnavailable', said, { cause });
}

function readAnnouncement(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
