import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { everyDocument } from '#infra/local/every-document.ts';
import { openStack } from '#infra/local/stack.ts';
import { LocalSettings } from '#shared/contracts/local-settings.ts';
import { giveTemplate } from '../doubles/cached-template.ts';
import { hashedWordsEmbedder } from '../doubles/hashed-words-embedder.ts';
import { seededChance } from '../doubles/seeded-chance.ts';
import { SHARED_PARTS } from '../doubles/shared-parts.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';
import { ingestFolder } from './ingest-folder.ts';

const CHILD = fileURLToPath(new URL('./crashing-ingest.ts', import.meta.url));

/** How many moments to die at. */
const CRASHES = 10;

const NEVER = -1;

/** Ingests in a process of its own, which kills itself at that moment. */
async function ingestUntil(home: string, folder: string, killAt: number) {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', CHILD, home, folder, String(killAt)]);
  const [[, signal], stdout] = await Promise.all([once(child, 'close'), text(child.stdout)]);
  return { signal, stdout };
}

/** Everything that an undisturbed run leaves, but for the times at which it ran. */
async function stateOf(home: string) {
  const settings = LocalSettings.parse({ AFFIDAVIT_HOME: home });
  const stack = await openStack({ settings, overrides: { embedder: hashedWordsEmbedder(), finders: [] } });
  const records = await everyDocument(stack.ports.ledger, 'local');
  const documents = await Promise.all(
    records.map(async ({ documentId, status, attempt, source, live, access, name, failure }) => ({
      documentId,
      status,
      attempt,
      versionId: source?.versionId,
      live: { ...live, publishedAt: '', date: live?.date === source?.date ? 'of the version' : 'of something else' },
      access,
      name,
      failure: failure?.name,
      chunks: await stack.ports.index.documentChunks('local', documentId),
    })),
  );
  await stack.close();
  const artifacts = readdirSync(path.join(home, 'artifacts'), { recursive: true, withFileTypes: true });
  const files = artifacts
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(home, path.join(entry.parentPath, entry.name)));
  return { documents, artifacts: files.sort() };
}

function writeDocuments(folder: string): void {
  mkdirSync(folder);
  writeFileSync(
    path.join(folder, 'lease.txt'),
    'The lease runs for seven years.\n\nRent is due on the first of the month.',
  );
  writeFileSync(path.join(folder, 'rates.csv'), 'grade,rate\nA,10\nB,20\n');
  writeFileSync(
    path.join(folder, 'policy.md'),
    '# Travel\n\nTrains are preferred.\n\n## Hotels\n\nWrite to desk@example.com first.',
  );
  writeFileSync(path.join(folder, 'empty.txt'), '');
}

it('a process killed at ten moments of its side effects leaves, started again, what an undisturbed run leaves', async () => {
  const root = temporaryFolder();
  const folder = path.join(root, 'documents');
  writeDocuments(folder);
  const undisturbed = path.join(root, 'undisturbed');
  await giveTemplate(undisturbed);
  const moments = Number((await ingestUntil(undisturbed, folder, NEVER)).stdout);
  const expected = await stateOf(undisturbed);
  expect(expected.documents.filter(({ status }) => status === 'published')).toHaveLength(3);
  expect(expected.artifacts.filter((file) => /\/(raw|work)\//.test(file))).toEqual([]);

  const chance = seededChance(20);
  const crashAndRestart = async (crash: number) => {
    const home = path.join(root, `crash-${crash}`);
    // The same keys, so that placeholders are made alike; the synthesized template, to save its time.
    for (const part of ['keys', 'cache'])
      cpSync(path.join(undisturbed, part), path.join(home, part), { recursive: true });
    // Spread over the whole run, each anywhere within its tenth.
    const killAt = Math.floor(((crash + chance.fraction()) / CRASHES) * moments);

    const killed = await ingestUntil(home, folder, killAt);
    await ingestFolder(home, folder, SHARED_PARTS);

    expect(killed.signal, `killed at ${killAt} of ${moments}`).toBe('SIGKILL');
    expect(await stateOf(home), `killed at ${killAt} of ${moments}`).toEqual(expected);
  };
  const crashes = Array.from({ length: CRASHES }, (_, crash) => crash);
  for (let at = 0; at < CRASHES; at += 2) await Promise.all(crashes.slice(at, at + 2).map(crashAndRestart));
});
