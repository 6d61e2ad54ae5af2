import { expect, it } from 'vitest';
import { addCollectionsCommand } from '#infra/local/cli/collections.ts';
import { commandInAccount } from '../doubles/command-in-account.ts';

const PROD = ['--environment', 'prod'];

it('declares a collection in an environment, and lists what is declared there', async () => {
  const { run } = commandInAccount(addCollectionsCommand);

  const set = await run('collections', 'set', 'acme', 'inbox', '--access', 'group:finance', ...PROD);
  const before = await run('collections', ...PROD, 'set', 'acme', 'outbox', '--json');
  const listed = await run('collections', '--json', ...PROD);
  const others = await run('collections', '--tenant', 'globex', ...PROD);

  const inbox = { tenantId: 'acme', collection: 'inbox', access: ['group:finance'], policy: 'strict' };
  const outbox = { tenantId: 'acme', collection: 'outbox', access: ['everyone-in-tenant'], policy: 'strict' };
  expect([set.code, before.code]).toEqual([0, 0]);
  expect(set.printed).toEqual(['acme/inbox  access group:finance  policy strict']);
  expect(before.documents).toEqual([outbox]);
  expect(listed.documents).toEqual([{ collections: [inbox, outbox] }]);
  expect(others.printed).toEqual([]);
});

it.each([
  ['access', ['--access', 'group:everybody']],
  ['policy', ['--access', 'group:finance', '--policy', 'identifiers']],
])('leaves the rule of a collection that has another %s, whose documents would keep theirs', async (_what, other) => {
  const { run, items } = commandInAccount(addCollectionsCommand);
  const words = ['collections', 'set', 'acme', 'inbox', ...PROD];
  await run(...words, '--access', 'group:finance');
  const kept = new Map(items);

  const again = await run(...words, '--access', 'group:finance');
  const { code, notes } = await run(...words, ...other);

  expect(again.code).toBe(0);
  expect([code, notes.join()]).toEqual([2, expect.stringMatching(/another rule.*\(InputInvalid\)/)]);
  expect(items).toEqual(kept);
});
