import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { addEvaluateCommand } from '#infra/local/cli/evaluate.ts';
import { readRun } from '#infra/local/evaluation/run-file.ts';
import { beirFolder } from '../doubles/beir-folder.ts';
import { runCommand } from '../doubles/run-command.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

const evaluate = (home: string, args: readonly string[]) => runCommand(addEvaluateCommand, ['evaluate', ...args], home);

it('takes a corpus through the whole pipeline once, and ranks its documents by each side', async () => {
  const [home, folder] = [temporaryFolder(), await beirFolder()];
  const out = path.join(home, 'run.json');

  const first = await evaluate(home, ['retrieval', folder, '--json', '--out', out]);
  const second = await evaluate(home, ['retrieval', folder, '--limit', '1']);

  const one = { value: 1, low: 1, high: 1 };
  expect(first.printed).toEqual([]);
  expect(first.documents).toMatchObject([
    {
      kind: 'retrieval',
      dataset: path.basename(folder),
      cases: 2,
      seconds: expect.any(Number),
      missing: 0,
      metrics: {
        'lexical.ndcg@10': one,
        'dense.ndcg@10': one,
        'hybrid.ndcg@10': one,
        'hybrid.recall@50': one,
        'reranked.ndcg@10': one,
      },
    },
  ]);
  expect(await readRun(out)).toMatchObject({ kind: 'retrieval', cases: [{ id: 'q1' }, { id: 'q2' }] });
  expect(await readFile(out, 'utf8')).not.toMatch(/coral|violin/);
  expect(await readdir(path.join(home, 'cache', 'evaluations'))).toHaveLength(1);
  expect(second.documents).toEqual([]);
  expect(second.printed[0]).toMatch(/: 1 cases/);
  expect(second.printed.at(-1)).toMatch(/^hybrid against the others.*reranked 1/);
});
