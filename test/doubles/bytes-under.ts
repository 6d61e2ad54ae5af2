import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Everything that stands in the files of a folder, and their names: what a search of the disk would see. */
export function bytesUnder(folder: string): Buffer {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const parts = entries.flatMap((entry) => {
    const path = join(entry.parentPath, entry.name);
    return [Buffer.from(`${path}\n`), ...(entry.isFile() ? [readFileSync(path)] : [])];
  });
  return Buffer.concat(parts);
}
