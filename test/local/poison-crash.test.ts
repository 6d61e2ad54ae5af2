import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { everyDocument } from '#infra/local/every-document.ts';
import { openStack } from '#infra/local/stack.ts';
import { LocalSettings } from '#shared/contracts/local-settings.ts';
import { giveTemplate } from '../doubles/cached-template.ts';
import { hashedWordsEmbedder } from '../doubles/hashed-words-embedder.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

const CHILD = fileURLToPath(new URL('./poisoned-ingest.ts', import.meta.url));
const POISON = 'venom';

/** Documents beside the poisoned one: with it, as many as run at once. */
const NEIGHBOURS = ['a', 'm', 'z'];

/** Ingests in a process of its own, and tells the signal that ended it, if one did. */
async function endOfIngest(home: string, folder: string): Promise<NodeJS.Signals | null> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', CHILD, home, folder, POISON]);
  const [, signal] = await once(child, 'close');
  return signal;
}

it('rejects a document that ended the process three times, and publishes those that ran beside it', async () => {
  const root = temporaryFolder();
  const [home, folder] = [path.join(root, 'home'), path.join(root, 'documents')];
  mkdirSync(folder);
  await giveTemplate(home);
  for (const name of NEIGHBOURS) writeFileSync(path.join(folder, `${name}.txt`), `The lease of ${name}.`);
  writeFileSync(path.join(folder, 'b.txt'), `The ${POISON} of a lease.`);

  const ends = [];
  for (let run = 1; run <= 4; run += 1) ends.push(await endOfIngest(home, folder));

  const settings = LocalSettings.parse({ AFFIDAVIT_HOME: home });
  const stack = await openStack({ settings, overrides: { embedder: hashedWordsEmbedder(), finders: [] } });
  const records = await everyDocument(stack.ports.ledger, 'local');
  const [execution] = await stack.ports.executions.history(
    records.find(({ status }) => status === 'rejected')?.documentId ?? '',
  );
  await stack.close();
  expect(ends).toEqual(['SIGKILL', 'SIGKILL', 'SIGKILL', null]);
  expect(records.map(({ name, status, failure }) => [name, status, failure?.name]).sort()).toEqual([
    ['a.txt', 'published', undefined],
    ['document.txt', 'rejected', 'RunCrashed'], // Its name was never published.
    ['m.txt', 'published', undefined],
    ['z.txt', 'published', undefined],
  ]);
  expect(execution).toMatchObject({ outcome: 'RunCrashed', runs: 4 });
});
