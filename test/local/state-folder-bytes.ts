import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Every file of the state folder but the documents' own, as one text with JSON's escapes undone. */
export function stateFolderBytes(home: string): string {
  const files = readdirSync(home, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !path.relative(home, file).startsWith('documents'));
  const names = files.map((file) => path.relative(home, file)).join('\n');
  return [names, ...files.map((file) => readFileSync(file, 'latin1'))].join('\n');
}

/** The forms in which a value may stand in a file: as it is, in another case, in bytes of UTF-8, escaped, cut by a line. */
export function isIn(haystack: string, value: string): boolean {
  const bytes = Buffer.from(value).toString('latin1');
  const escaped = JSON.stringify(value).slice(1, -1);
  const words = bytes.split(/\s+/).map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return haystack.includes(escaped) || new RegExp(words.join('(?:\\s|\\\\n|\\\\t|_|-)+'), 'i').test(haystack);
}
