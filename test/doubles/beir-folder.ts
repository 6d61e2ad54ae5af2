import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { temporaryFolder } from './temporary-folder.ts';

const CORPUS = [
  ['1', 'Coral reefs', 'Warm water bleaches coral because the algae leave it.'],
  ['2', 'Volcanoes', 'Basalt lava flows far before it hardens.'],
  ['a/b', '', 'A violin has four strings tuned in fifths.'],
  ['4', 'Nothing', ''],
];

/** A test collection of four documents and two judged queries, in BEIR's layout. */
export async function beirFolder(split = 'test'): Promise<string> {
  const folder = temporaryFolder();
  await mkdir(path.join(folder, 'qrels'));
  const lines = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).join('\n');
  await writeFile(path.join(folder, 'corpus.jsonl'), lines(CORPUS.map(([_id, title, text]) => ({ _id, title, text }))));
  const queries = [
    { _id: 'q1', text: 'Why does coral turn white?' },
    { _id: 'q2', text: 'How many strings does a violin have?' },
  ];
  await writeFile(path.join(folder, 'queries.jsonl'), lines(queries));
  await writeFile(path.join(folder, 'qrels', `${split}.tsv`), 'q1\t1\t1\nq2\ta/b\t2\n');
  return folder;
}
