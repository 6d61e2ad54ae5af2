import { expect, it } from 'vitest';
import type { LocalPorts } from '#infra/local/local-ports.ts';
import { readmitCollection } from '#infra/local/readmit-collection.ts';
import { openStack } from '#infra/local/stack.ts';
import { LocalSettings } from '#shared/contracts/local-settings.ts';
import { failureTraits } from '#shared/domain/failures.ts';
import { hashedWordsEmbedder } from '../doubles/hashed-words-embedder.ts';
import { ingestStack } from '../doubles/ingest-stack.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

it('finds at the start what no event told of: files added, changed, deleted, and with another access', async () => {
  const home = temporaryFolder();
  const first = await ingestStack(home);
  const place = (name: string) => `local/inbox/${name}.txt`;
  for (const name of ['same', 'changed', 'gone', 'narrowed']) await first.put(place(name), `A walrus in ${name}.`);
  first.stack.ports.onChange(async () => {}); // From here on events are lost.
  await first.write(place('changed'), 'A changed walrus.');
  await first.write(place('added'), 'An added walrus.');
  await first.write(place('narrowed'), 'A walrus in narrowed.', 'group:finance');
  await first.remove(place('gone'));
  await first.stack.close();

  const second = await ingestStack(home);
  await second.stack.settled();
  const seen = await second.found('local', [], 'walrus');
  const changed = await second.chunks(place('changed'));
  const executions = await Promise.all(['same', 'changed', 'added'].map((name) => second.executions(place(name))));
  const gone = await second.record(place('gone'));
  await second.stack.close();

  expect(seen.toSorted()).toEqual(['same', 'changed', 'added'].map((name) => second.idOf(place(name))).toSorted());
  expect(changed).toEqual(['A changed walrus.']);
  expect(executions).toEqual([1, 2, 1]);
  expect(gone.status).toBe('deleted');
});

it('refuses an index that was built with another embedder, and says what to do', async () => {
  const home = temporaryFolder();
  const first = await ingestStack(home);
  await first.put('local/inbox/a.txt', 'A walrus.');
  await first.stack.close();
  const settings = LocalSettings.parse({ AFFIDAVIT_HOME: home });
  const embedder = { ...hashedWordsEmbedder(), modelId: 'another' };

  let isClosed = false;
  const decorate = (ports: LocalPorts): LocalPorts => ({
    ...ports,
    close: () => ports.close().finally(() => (isClosed = true)),
  });

  const other = openStack({ settings, runsIngest: true, overrides: { embedder, finders: [], decorate } });

  await expect(other).rejects.toMatchObject({ name: 'IndexMismatch' });
  expect(isClosed).toBe(true);
  expect(failureTraits('IndexMismatch').advice).toContain('affidavit reindex');
  const again = await ingestStack(home); // The refused start left nothing locked.
  expect(await again.found('local', [], 'walrus')).toEqual([again.idOf('local/inbox/a.txt')]);
  await again.stack.close();
});

it('keeps no name of the documents that a collection already had once its policy becomes strict', async () => {
  const { stack, put, chunks } = await ingestStack(temporaryFolder());
  const rule = { tenantId: 'local', collection: 'staff', access: ['everyone-in-tenant'] };
  await stack.ports.ledger.writeCollection({ ...rule, policy: 'identifiers' });
  await put('local/staff/a.txt', 'Ana Ruiz leads.');
  const before = await chunks('local/staff/a.txt');

  await stack.ports.ledger.writeCollection({ ...rule, policy: 'strict' });
  await readmitCollection(stack, 'local', 'staff');
  const after = await chunks('local/staff/a.txt');
  await stack.close();

  expect(before).toEqual(['Ana Ruiz leads.']);
  expect(after).toEqual([expect.stringMatching(/^\[PERSON:[^\]]+\] leads\.$/)]);
});
