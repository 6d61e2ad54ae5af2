import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { parsedJson } from '#shared/domain/parsed-json.ts';

/** Which keys of the document store came from a followed folder. It survives the process. */
export interface FollowedKeys {
  /** As the last process left them. */
  readonly before: ReadonlySet<string>;
  /** Notes a key before it is written, so that a crash in between leaves none behind that nobody answers for. */
  add(key: string): void;
  remove(key: string): void;
  /** Writes the list anew, with these alone. */
  replace(keys: ReadonlySet<string>): void;
}

const LineSchema = z.tuple([z.enum(['+', '-']), z.string()]);

/**
 * Kept as a log, a JSON line a change, because a folder of thousands of files would else be written thousands of times.
 * A last line that a crash cut short is left out. Keys hold personal data: the file belongs beside the documents.
 */
export function followedKeys(file: string): FollowedKeys {
  mkdirSync(path.dirname(file), { recursive: true });
  const known = readKeys(file);
  const note = (sign: '+' | '-', key: string) => appendFileSync(file, lineOf(sign, key));
  const replace = (keys: ReadonlySet<string>) => {
    writeFileSync(`${file}.new`, [...keys].map((key) => lineOf('+', key)).join(''));
    renameSync(`${file}.new`, file);
    known.clear();
    for (const key of keys) known.add(key);
  };
  const before = new Set(known);
  replace(before); // Also ends a line that a crash cut short, before another is put behind it.
  return {
    before,
    add: (key) => {
      if (known.has(key)) return;
      note('+', key);
      known.add(key);
    },
    remove: (key) => {
      if (known.delete(key)) note('-', key);
    },
    replace,
  };
}

function lineOf(sign: '+' | '-', key: string): string {
  return `${JSON.stringify([sign, key])}\n`;
}

function readKeys(file: string): Set<string> {
  const keys = new Set<string>();
  for (const line of readLines(file)) {
    const change = LineSchema.safeParse(parsedJson(line));
    if (!change.success) continue;
    const [sign, key] = change.data;
    if (sign === '+') keys.add(key);
    else keys.delete(key);
  }
  return keys;
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return []; // The folder is followed for the first time.
  }
}
