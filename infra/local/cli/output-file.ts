import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import { InvalidArgumentError } from 'commander';

/**
 * Reads an option's value as a file to write, and tries before any work whether it may be: what takes an hour, or money, is
 * not to be lost to a folder that is not there.
 */
export function outputFile(value: string): string {
  if (value !== '' && isWritable(value)) return value;
  throw new InvalidArgumentError('it takes a file, in a folder that is there and may be written.');
}

function isWritable(file: string): boolean {
  try {
    const state = statSync(file, { throwIfNoEntry: false });
    const folder = path.dirname(path.resolve(file));
    accessSync(state ? file : folder, constants.W_OK);
    return state ? !state.isDirectory() : statSync(folder).isDirectory();
  } catch {
    return false;
  }
}
