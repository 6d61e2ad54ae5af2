import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { addIngestCommand } from '#infra/local/cli/ingest.ts';
import { addResetCommand } from '#infra/local/cli/reset.ts';
import { runningInstance, takeInstanceLock } from '#infra/local/instance-lock.ts';
import { serveStack } from '#infra/local/serve-stack.ts';
import { LocalSettings } from '#shared/contracts/local-settings.ts';
import { cachedTemplate } from '../doubles/cached-template.ts';
import { hashedWordsEmbedder } from '../doubles/hashed-words-embedder.ts';
import { ingestStack } from '../doubles/ingest-stack.ts';
import { runCommand } from '../doubles/run-command.ts';
import { SHARED_PARTS } from '../doubles/shared-parts.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

it('lets one process at a time work on a state folder, and tells the next where the first answers', () => {
  const home = temporaryFolder();
  const first = takeInstanceLock(home);
  if ('heldBy' in first) throw new Error('the folder was free');
  first.announce('http://127.0.0.1:8787');

  expect(takeInstanceLock(home)).toEqual({ heldBy: 'http://127.0.0.1:8787' });
  expect(runningInstance(home)).toBe('http://127.0.0.1:8787');

  first.release();

  expect(runningInstance(home)).toBeUndefined();
});

it('says nothing of an address before there is one', () => {
  const home = temporaryFolder();
  const first = takeInstanceLock(home);

  expect(runningInstance(home)).toBe('');

  if ('release' in first) first.release();
});

it.each([
  ['damaged', (home: string) => writeFileSync(path.join(home, 'lock.sqlite'), 'x'.repeat(9_000))],
  ['in a folder that is a file', (home: string) => `${home}/file`],
  ['below a file', (home: string) => `${home}/file/state`],
])('is never waited for when it is %s: commands end, and say what tells more', async (_what, spoil) => {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, 'file'), '');
  const home = spoil(folder) ?? folder;

  for (const [add, args] of [
    [addIngestCommand, ['ingest', folder, '--json']],
    [addResetCommand, ['reset', '--json']],
  ] as const) {
    const { code, documents, notes } = await runCommand(add, args, home);

    expect([code, documents]).toEqual([1, []]);
    expect(notes).toEqual([expect.stringMatching(/cannot be taken: `affidavit doctor` says what mends it/)]);
  }
});

it('is not waited for either when whoever had it has ended: what waits is left for the next', async () => {
  const home = temporaryFolder();
  const other = takeInstanceLock(home);
  const beside = await ingestStack(home);
  onTestFinished(() => beside.stack.close());
  await beside.write('local/inbox/a.txt', 'The boat house is let for seven years.');
  const wasIdle = await beside.stack.isIdle();
  if ('release' in other) other.release();

  const settled = beside.stack.settled();

  await expect(settled).rejects.toMatchObject({
    ...{ name: 'DependencyUnavailable', message: expect.stringContaining('has ended') },
  });
  expect([wasIdle, await beside.stack.ports.queue.depth()]).toMatchObject([false, { waiting: 1, inFlight: 0 }]);
});

it('is given back by a stack that cannot serve, which says what to change', async () => {
  const home = temporaryFolder();
  const settings = { ...LocalSettings.parse({ AFFIDAVIT_HOME: home }), AFFIDAVIT_PORT: 70_000 }; // As good as forbidden.
  const overrides = { ...SHARED_PARTS, embedder: hashedWordsEmbedder(), finders: [] };

  const serving = serveStack(settings, { overrides, template: await cachedTemplate() });

  await expect(serving).rejects.toMatchObject({
    ...{ name: 'DependencyUnavailable', message: expect.stringContaining('AFFIDAVIT_PORT') },
  });
  expect(runningInstance(home)).toBeUndefined();
});
