import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeWhole } from '#shared/adapters/local/durable-file.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

it('leaves nothing half written of a file that cannot get its name', async () => {
  const root = temporaryFolder();
  mkdirSync(join(root, 'taken', 'by a folder'), { recursive: true });

  await expect(writeWhole(root, join(root, 'taken'), 'text')).rejects.toThrow();

  expect(readdirSync(join(root, 'incoming'))).toEqual([]);
});

it('keeps of writers of one name at once one whole text', async () => {
  const root = temporaryFolder();
  const texts = Array.from({ length: 20 }, (_, at) => String(at).repeat(1_000));

  await Promise.all(texts.map((text) => writeWhole(root, join(root, 'folder', 'file'), text)));

  expect(texts).toContain(readFileSync(join(root, 'folder', 'file'), 'utf8'));
  expect(readdirSync(join(root, 'incoming'))).toEqual([]);
});
