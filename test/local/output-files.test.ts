import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { InvalidArgumentError } from 'commander';
import { describe, expect, it } from 'vitest';
import { addCommands } from '#infra/local/cli/add-commands.ts';
import { outputFile } from '#infra/local/cli/output-file.ts';
import { runCommand } from '../doubles/run-command.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

/** A folder with a file and an empty folder in it. */
function scene() {
  const root = temporaryFolder();
  const [file, folder] = [path.join(root, 'file'), path.join(root, 'folder')];
  writeFileSync(file, '');
  mkdirSync(folder);
  return { root, file, folder };
}

describe('a file to write', () => {
  it('may be there or not', () => {
    const { root, file } = scene();

    expect([file, path.join(root, 'new'), '/dev/null'].map(outputFile)).toHaveLength(3);
  });

  it('is refused where nothing could be written', () => {
    const { root, file, folder } = scene();

    for (const place of [folder, path.join(root, 'none', 'new'), path.join(file, 'new'), '']) {
      expect(() => outputFile(place), place).toThrow(InvalidArgumentError);
    }
  });

  it.each([
    ['ask', 'any question', '--html'],
    ['export', 'test/fixtures/gold/gold.json', '--format', 'ragas', '--out'],
    ['inspect', 'test/fixtures/gold/gold.json', '--chunks', '--html'],
    ['train-reranker', 'folder', '--out'],
    ['evaluate', 'retrieval', 'folder', '--out'],
    ['evaluate', 'chunking', 'folder', '--out'],
    ['evaluate', 'answers', 'file', '--out'],
    ['evaluate', 'answers', 'file', '--promptfoo'],
    ['evaluate', 'answers', 'file', '--ragas'],
    ['evaluate', 'grounding', 'folder', '--out'],
    ['verify', 'injection', 'test/fixtures/injection', '--out'],
  ])('is looked at before any work: %s %s', async (...args) => {
    const { root } = scene();
    const home = path.join(root, 'state');

    const { code, documents } = await runCommand(addCommands, [...args, path.join(root, 'none', 'x'), '--json'], home);

    expect([code, documents]).toEqual([2, []]);
    expect(existsSync(home)).toBe(false);
  });
});
