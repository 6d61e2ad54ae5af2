import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { addEvaluateCommand } from '#infra/local/cli/evaluate.ts';
import { readRun } from '#infra/local/evaluation/run-file.ts';
import { runCommand } from '../doubles/run-command.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

const CORPUS = [
  ['1', 'Coral reefs', 'Warm water bleaches coral because the algae leave it.'],
  ['2', 'Volcanoes', 'Basalt lava flows far before it hardens.'],
  ['a/b', '', 'A violin has four strings tuned in fifths.'],
  ['4', 'Nothing', ''],
];

async function beirFolder(): Promise<string> {
  const folder = temporaryFolder();
  await mkdir(path.join(folder, 'qrels'));
  const lines = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).join('\n');
  await writeFile(path.join(folder, 'corpus.jsonl'), lines(CORPUS.map(([_id, title, text]) => ({ _id, title, text }))));
  const queries = [
    { _id: 'q1', text: 'Why does coral turn white?' },
    { _id: 'q2', text: 'How many strings does a violin have?' },
  ];
  await writeFile(path.join(folder, 'queries.jsonl'), lines(queries));
  await writeFile(path.join(folder, 'qrels', 'test.tsv'), 'q1\t1\t1\nq2\ta/b\t2\n');
  return folder;
}

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
      metrics: { 'lexical.ndcg@10': one, 'dense.ndcg@10': one, 'hybrid.ndcg@10': one, 'hybrid.recall@50': one },
    },
  ]);
  expect(await readRun(out)).toMatchObject({ kind: 'retrieval', cases: [{ id: 'q1' }, { id: 'q2' }] });
  expect(await readFile(out, 'utf8')).not.toMatch(/coral|violin/);
  expect(await readdir(path.join(home, 'cache', 'evaluations'))).toHaveLength(1);
  expect(second.documents).toEqual([]);
  expect(second.printed[0]).toMatch(/: 1 cases/);
  expect(second.printed.at(-1)).toMatch(/^hybrid against its parts/);
}, 60_000);
