import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { evaluateExtraction } from '#infra/local/evaluation/evaluate-extraction.ts';
import { readExpectedFiles } from '#infra/local/evaluation/expected-files.ts';
import { SHARED_PARTS } from '../doubles/shared-parts.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
  return folder;
}

it('compares files with the text beside them, and counts what cannot be read', async () => {
  const page = '<h1>Title</h1><p>one two three four five</p><table><tr><td>a</td><td>b</td></tr></table>';
  const folder = folderOf({
    'sources/page.html': page,
    'groundtruth/page.html.md': '# Title\n\none two three four missing\n\n| a | b |\n|---|---|\n',
    'broken.pdf': '%PDF-1.4 nothing',
    'broken.md': 'words',
    'alone.txt': 'nobody expects me',
  });
  const { files } = await readExpectedFiles(folder);

  const measured = await evaluateExtraction(files, SHARED_PARTS.extraction, {
    ...{ limit: 9, now: () => 0, onProgress: () => undefined },
  });

  const html = measured.cases.find(({ slices }) => slices['type'] === 'html');
  expect(html?.figures['words.recall']).toBeCloseTo(7 / 8, 12);
  expect(html?.figures).toMatchObject({ read: 1, order: 1, 'table.cells': 1 });
  expect(measured.cases.find(({ slices }) => slices['type'] === 'pdf')?.figures).toEqual({ read: 0 });
  expect(measured.cases).toHaveLength(2);
});

it('takes a text that is named after a file for that file alone', async () => {
  const folder = folderOf({ 'a.csv': 'x,y', 'a.csv.html': '<p>x</p>', 'a.csv.md': '| x | y |' });

  const { files } = await readExpectedFiles(folder);

  expect(files.map(({ name }) => name)).toEqual(['a.csv']);
});

it('says so when no file has its text beside it', async () => {
  await expect(readExpectedFiles(folderOf({ 'a.txt': 'x' }))).rejects.toThrow('no file has its text beside it');
});
