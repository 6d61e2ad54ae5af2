import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { readBeirDataset } from '#infra/local/evaluation/beir-dataset.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

async function folderOf(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = temporaryFolder();
  await mkdir(path.join(folder, 'qrels'));
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
  return folder;
}

const CORPUS = '{"_id":"d1","title":"One","text":"First."}\n{"_id":"d2","text":"Second."}\n';
const QUERIES = '{"_id":"q1","text":"first?"}\n{"_id":"q2","text":"never judged?"}\n';

it.each([
  ['with a header', 'query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td2\t0\n'],
  ['without one', 'q1\td1\t2\nq1\td2\t0'],
])('reads judgements %s, and only queries that have some', async (_name, qrels) => {
  const folder = await folderOf({ 'corpus.jsonl': CORPUS, 'queries.jsonl': QUERIES, 'qrels/train.tsv': qrels });

  const { corpus, queries, name } = await readBeirDataset(folder, 'train');

  expect(name).toBe(path.basename(folder));
  expect(corpus).toEqual([
    { id: 'd1', title: 'One', text: 'First.' },
    { id: 'd2', title: '', text: 'Second.' },
  ]);
  expect(queries).toEqual([
    {
      id: 'q1',
      text: 'first?',
      judgements: new Map([
        ['d1', 2],
        ['d2', 0],
      ]),
    },
  ]);
});

it("prefers the split's own queries", async () => {
  const folder = await folderOf({
    'corpus.jsonl': CORPUS,
    'queries.jsonl': QUERIES,
    'queries.dev.jsonl': '{"_id":"q1","text":"of dev"}',
    'qrels/dev.tsv': 'q1\td1\t1',
  });

  expect((await readBeirDataset(folder, 'dev')).queries[0]?.text).toBe('of dev');
});

it('tells another corpus by its hash', async () => {
  const files = { 'queries.jsonl': QUERIES, 'qrels/test.tsv': 'q1\td1\t1' };
  const [one, other] = [
    await folderOf({ ...files, 'corpus.jsonl': CORPUS }),
    await folderOf({ ...files, 'corpus.jsonl': '' }),
  ];

  expect((await readBeirDataset(one, 'test')).hash).not.toBe((await readBeirDataset(other, 'test')).hash);
});

it.each([
  ['qrels/test.tsv', { 'corpus.jsonl': CORPUS, 'queries.jsonl': QUERIES }, 'test.tsv is not in the folder'],
  ['a grade', { 'corpus.jsonl': CORPUS, 'queries.jsonl': QUERIES, 'qrels/test.tsv': 'q1\td1\t1\nq1\td1' }, 'line 2'],
  [
    'JSON',
    { 'corpus.jsonl': `${CORPUS}not json`, 'queries.jsonl': QUERIES, 'qrels/test.tsv': '' },
    'corpus.jsonl is not .* line 3',
  ],
])('says what is wrong when %s is missing', async (_name, files, message) => {
  await expect(readBeirDataset(await folderOf(files), 'test')).rejects.toThrow(
    expect.objectContaining({ name: 'InputInvalid', message: expect.stringMatching(message) }),
  );
});
