import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { findFiles } from '#infra/local/find-files.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

it('finds files named and files below folders, in order, but nothing hidden and nothing that a link points to', async () => {
  const root = temporaryFolder();
  mkdirSync(path.join(root, 'docs', 'deep'), { recursive: true });
  mkdirSync(path.join(root, 'docs', '.git'));
  for (const file of [
    'single.txt',
    'docs/b.txt',
    'docs/deep/a.txt',
    'docs/.hidden',
    'docs/.git/config',
    'outside.txt',
  ]) {
    writeFileSync(path.join(root, file), 'text');
  }
  symlinkSync(path.join(root, 'outside.txt'), path.join(root, 'docs', 'link.txt'));

  const found = await findFiles([path.join(root, 'single.txt'), path.join(root, 'docs')]);

  expect(found.map((file) => file.path)).toEqual(['single.txt', 'b.txt', 'deep/a.txt']);
  expect(found.map(({ bytes }) => bytes)).toEqual([4, 4, 4]);
});

it('refuses a link that was named, for nothing would come of it', async () => {
  const root = temporaryFolder();
  symlinkSync(root, path.join(root, 'link'));

  await expect(findFiles([root, path.join(root, 'link')])).rejects.toMatchObject({ name: 'InputInvalid' });
});

it('refuses a path that is not there, without repeating it', async () => {
  const missing = findFiles(['/nowhere/of-ana-ruiz.txt']);

  await expect(missing).rejects.toMatchObject({ name: 'InputInvalid', message: expect.not.stringContaining('ana') });
});
