import { expect, it } from 'vitest';
import { showProgress } from '#infra/local/cli/live-list.ts';
import { sqliteLedger } from '#shared/adapters/local/sqlite-ledger.ts';
import type { DocumentStatus } from '#shared/domain/document.ts';
import { documentRecord } from '../doubles/sample-records.ts';
import { temporaryLedger } from '../doubles/temporary-ledger.ts';

/** A ledger with one document, and a stack over it that does at each look what it is told to. */
async function scene(
  look: (write: (status: DocumentStatus, revision: number) => Promise<unknown>) => Promise<boolean>,
) {
  const ledger = sqliteLedger(temporaryLedger());
  const rule = { tenantId: 'acme', collection: 'inbox', access: ['everyone-in-tenant'], policy: 'strict' } as const;
  await ledger.writeCollection({ ...rule, access: [...rule.access] });
  await ledger.writeDocument(documentRecord({ status: 'running' }));
  const notes: string[] = [];
  const context = { isTerminal: false, note: (line: string) => void notes.push(line) };
  const write = (status: DocumentStatus, revision: number) =>
    ledger.writeDocument(documentRecord({ status, revision }));
  const stack = { ports: { ledger }, isIdle: () => look(write), pause: async () => undefined };
  return { stack, context, notes };
}

it('tells of each document once, when it has ended, and how many ended how', async () => {
  let looks = 0;
  const { stack, context, notes } = await scene(async (write) => {
    looks += 1;
    await write(looks < 2 ? 'running' : 'published', looks + 1);
    return looks === 3;
  });

  const counts = await showProgress(stack, context, new AbortController().signal);

  expect([...counts]).toEqual([['published', 1]]);
  expect(notes).toHaveLength(1);
});

it('ends when it is told to, however much is left to do', async () => {
  const controller = new AbortController();
  let looks = 0;
  const { stack, context } = await scene(async () => {
    looks += 1;
    controller.abort();
    return false;
  });

  const counts = await showProgress(stack, context, controller.signal);

  expect([...counts]).toEqual([['running', 1]]);
  expect(looks).toBe(1);
});
