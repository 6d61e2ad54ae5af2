import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { PipelineFailure } from '#shared/domain/failures.ts';

/** A file to take in, and its path in the collection. */
export interface FoundFile {
  readonly file: string;
  readonly path: string;
  readonly bytes: number;
}

/**
 * Files named, and every regular file below the folders named, in order. Hidden files and links are left out: what a
 * link points to was not offered.
 *
 * @throws PipelineFailure `InputInvalid` when a path is not there, or is a link.
 */
export async function findFiles(paths: readonly string[]): Promise<FoundFile[]> {
  const found: FoundFile[] = [];
  for (const named of paths) {
    const state = await lstat(named).catch((cause: unknown) => {
      throw new PipelineFailure('InputInvalid', 'one of the paths is not there or cannot be read', { cause });
    });
    if (state.isSymbolicLink())
      throw new PipelineFailure('InputInvalid', 'one of the paths is a link: name its target');
    if (state.isFile()) found.push({ file: named, path: path.basename(named), bytes: state.size });
    if (state.isDirectory()) found.push(...(await filesBelow(named)));
  }
  return found;
}

async function filesBelow(folder: string): Promise<FoundFile[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const files = entries.map((entry) => ({ entry, file: path.join(entry.parentPath, entry.name) }));
  const found = files
    .filter(({ entry, file }) => entry.isFile() && !isHidden(path.relative(folder, file)))
    .map(async ({ file }) => ({
      file,
      path: path.relative(folder, file).split(path.sep).join('/'),
      bytes: (await lstat(file)).size,
    }));
  return (await Promise.all(found)).sort((a, b) => (a.path < b.path ? -1 : 1));
}

function isHidden(relative: string): boolean {
  return relative.split(path.sep).some((part) => part.startsWith('.'));
}
