import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Command } from 'commander';
import { expect, it } from 'vitest';
import type { CliContext } from '#infra/local/cli/cli-context.ts';
import { addEvaluateCommand } from '#infra/local/cli/evaluate.ts';
import { LocalSettings } from '#shared/contracts/settings.ts';
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

async function run(home: string, args: readonly string[]) {
  const [printed, documents, notes]: [string[], unknown[], string[]] = [[], [], []];
  const context: CliContext = {
    settings: LocalSettings.parse({ AFFIDAVIT_HOME: home, AFFIDAVIT_EMBEDDERS: 1 }),
    isTerminal: false,
    print: (line) => printed.push(line),
    printJson: (value) => documents.push(value),
    note: (line) => notes.push(line),
    setExitCode: () => undefined,
  };
  const program = new Command();
  addEvaluateCommand(program, context);
  await program.parseAsync(['evaluate', ...args], { from: 'user' });
  return { printed, documents, notes };
}

it('takes a corpus through the whole pipeline once, and ranks its documents by each side', async () => {
  const [home, folder] = [temporaryFolder(), await beirFolder()];

  const first = await run(home, ['retrieval', folder, '--json']);
  const second = await run(home, ['retrieval', folder, '--limit', '1']);

  const one = { value: 1, low: 1, high: 1 };
  expect(first.printed).toEqual([]);
  expect(first.documents).toEqual([
    {
      kind: 'retrieval',
      dataset: path.basename(folder),
      cases: 2,
      seconds: expect.any(Number),
      metrics: expect.objectContaining({
        'lexical.ndcg@10': one,
        'dense.ndcg@10': one,
        'hybrid.ndcg@10': one,
        'hybrid.recall@50': one,
      }),
    },
  ]);
  expect(await readdir(path.join(home, 'cache', 'evaluations'))).toHaveLength(1);
  expect(second.documents).toEqual([]);
  expect(second.printed[0]).toMatch(/: 1 cases/);
  expect(second.printed.at(-1)).toMatch(/^hybrid against its parts/);
}, 60_000);
