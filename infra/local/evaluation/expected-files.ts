import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { findFiles } from '../find-files.ts';
import { sha256 } from './gold-set-files.ts';

/** A file, and the Markdown that it should be read as. */
export interface ExpectedFile {
  readonly id: string;
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly markdown: string;
}

export interface ExpectedFiles {
  readonly name: string;
  readonly files: readonly ExpectedFile[];
  /** SHA-256 of files and of what is expected, hexadecimal. */
  readonly corpusHash: string;
  readonly goldHash: string;
}

/** Folders that may hold what is expected, beside a file or beside its folder. */
const FOLDERS = ['groundtruth', 'expected', 'expected_outputs'];
const BESIDE = ['', ...FOLDERS, ...FOLDERS.map((folder) => `../${folder}`)];

/**
 * Finds the files below a folder that have their text as Markdown beside them: `<file>.md` or `<name>.md`, in the same
 * folder, or in one called `expected`, `expected_outputs` or `groundtruth` in it or beside it. `<name>.md` counts where one
 * file alone could be meant by it.
 *
 * @throws PipelineFailure `InputInvalid` when there is none.
 */
export async function readExpectedFiles(folder: string): Promise<ExpectedFiles> {
  const found = await findFiles([folder]);
  const known = new Map(found.map((each) => [path.normalize(each.path), each.file]));
  const stems = countedStems(found.map((each) => each.path));
  // What a file is named after is another's text, as `table.ods.md` is that of `table.ods` and not of `table.ods.pdf`.
  const isAlone = (id: string) => stems.get(stemOf(id)) === 1 && !known.has(path.normalize(stemOf(id)));
  const files = await Promise.all(
    found.map(async ({ file, path: id }) => {
      if (FOLDERS.includes(path.basename(path.dirname(id)))) return []; // It is expected, and not read.
      const expected = candidates(id, isAlone(id)).find((candidate) => known.has(candidate));
      if (expected === undefined) return [];
      const markdown = await readFile(known.get(expected) ?? '', 'utf8');
      return [
        { id: sha256(id).slice(0, 16), name: path.basename(id), bytes: new Uint8Array(await readFile(file)), markdown },
      ];
    }),
  );
  const pairs = files.flat();
  if (pairs.length === 0) throw new PipelineFailure('InputInvalid', 'no file has its text beside it');
  const hash = createHash('sha256');
  for (const { id, bytes } of pairs) hash.update(`${id}:${bytes.length}:`).update(bytes);
  return {
    name: path.basename(path.resolve(folder)),
    files: pairs,
    corpusHash: hash.digest('hex'),
    goldHash: sha256(JSON.stringify(pairs.map(({ id, markdown }) => [id, sha256(markdown)]))),
  };
}

/** Where its text may stand; under its bare name only where no other file of the folder is called so too. */
function candidates(id: string, isAlone: boolean): string[] {
  const { dir, base, name, ext } = path.parse(id);
  if (ext === '.md') return BESIDE.slice(1).map((folder) => path.join(dir, folder, `${base}.md`));
  const names = isAlone ? [`${base}.md`, `${name}.md`] : [`${base}.md`];
  return BESIDE.flatMap((folder) => names.map((each) => path.join(dir, folder, each)));
}

/** The path without the ending. */
function stemOf(id: string): string {
  const { dir, name } = path.parse(id);
  return path.join(dir, name);
}

function countedStems(ids: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const others = ids.filter((id) => !id.endsWith('.md'));
  for (const stem of others.map(stemOf)) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  return counts;
}
