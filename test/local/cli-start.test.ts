import { once } from 'node:events';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import * as z from 'zod';
import { AnswerResponseSchema, DocumentListSchema } from '#shared/contracts/api.ts';
import { send } from '../doubles/api-stack.ts';
import { giveTemplate } from '../doubles/cached-template.ts';
import { runCli, spawnCli } from '../doubles/cli-process.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

const StartedSchema = z.strictObject({
  address: z.string().regex(/^http:\/\/127\.0\.0\.1:\d+$/),
  token: z.string(),
  tenant: z.literal('local'),
  user: z.literal('owner'),
  groups: z.tuple([]),
});

/** Starts over a folder and waits for the one JSON document that says where. */
async function start(home: string, inbox: string) {
  const { child, ended } = spawnCli(home, ['start', '--json', '--inbox', inbox]);
  onTestFinished(() => void child.kill('SIGKILL'));
  let printed = '';
  while (!isWhole(printed)) {
    const ending = ended.then(({ stderr }) => Promise.reject(new Error(`it ended: ${stderr}`)));
    const [part] = (await Promise.race([once(child.stdout, 'data'), ending])) as [Buffer]; // What a stream gives.
    printed += part.toString();
  }
  const { address, token } = StartedSchema.parse(JSON.parse(printed));
  const list = async () =>
    DocumentListSchema.parse((await send(address, { path: '/v1/documents', token })).json).documents;
  const stop = async () => {
    child.kill('SIGINT');
    return ended;
  };
  return { address, token, list, stop };
}

function isWhole(printed: string): boolean {
  try {
    JSON.parse(printed);
    return true;
  } catch {
    return false;
  }
}

type Started = Awaited<ReturnType<typeof start>>;

/** Milliseconds between two requests for the list: the process that is asked has work to do. */
const INTERVAL = 50;

/** Ids by collection order once the list is as wanted. */
function untilListed({ list }: Started, isWanted: (documents: Awaited<ReturnType<Started['list']>>) => boolean) {
  const wanted = async () => {
    const documents = await list();
    if (!isWanted(documents)) throw new Error('the list is another one');
    return documents;
  };
  return vi.waitFor(wanted, { timeout: 100_000, interval: INTERVAL });
}

it('start serves a folder, follows it, is alone on its state, ends on SIGINT and goes on where it ended', async () => {
  const root = temporaryFolder();
  const [home, inbox] = [path.join(root, 'state'), path.join(root, 'inbox')];
  mkdirSync(inbox);
  await giveTemplate(home);
  const write = (name: string, text: string) => writeFileSync(path.join(inbox, name), text);
  write('lease.txt', 'The lease of the boat house runs for seven years from January.');
  const isSettled = (count: number) => (documents: readonly { status: string }[]) =>
    documents.length === count && documents.every(({ status }) => status === 'published');

  const first = await start(home, inbox);
  const [lease] = await untilListed(first, isSettled(1));

  const second = await runCli(home, ['start', '--json', '--inbox', inbox]);
  expect(second).toMatchObject({ code: 2, stdout: '' });
  expect(second.stderr).toContain(first.address);

  const page = path.join(root, 'answer.html');
  const asked = await runCli(home, ['ask', 'How long does the lease of the boat house run?', '--json', '--html', page]);
  expect(asked.code, asked.stderr).toBe(0);
  expect(AnswerResponseSchema.parse(JSON.parse(asked.stdout)).claims[0]?.citation.quote).toContain('seven years');
  expect(readFileSync(page, 'utf8')).toMatch(/^<!doctype html>.*seven years/s);

  write('menu.txt', 'The canteen serves lunch from noon until two in the afternoon.');
  const added = await untilListed(first, isSettled(2));
  write('menu.txt', 'The canteen serves dinner from six until eight in the evening.');
  const menu = added.find(({ documentId }) => documentId !== lease?.documentId);
  await untilListed(first, (documents) => isSettled(2)(documents) && documents.some((each) => isNewer(each, menu)));
  renameSync(path.join(inbox, 'menu.txt'), path.join(inbox, 'dinner.txt'));
  const renamed = await untilListed(
    first,
    (documents) => isSettled(2)(documents) && documents.every(({ documentId }) => documentId !== menu?.documentId),
  );
  rmSync(path.join(inbox, 'dinner.txt'));
  const left = await untilListed(first, isSettled(1));
  expect(renamed).toHaveLength(2);
  expect(left.map(({ documentId }) => documentId)).toEqual([lease?.documentId]);

  const ended = await first.stop();
  expect(ended.code, ended.stderr).toBe(0);
  const again = await start(home, inbox);
  expect(await again.list()).toEqual(left);
  expect((await send(again.address, { path: '/v1/documents', token: first.token })).status).toBe(200);
  expect((await again.stop()).code).toBe(0);
});

function isNewer(document: { documentId: string; updatedAt: string }, before: typeof document | undefined): boolean {
  return document.documentId === before?.documentId && document.updatedAt > before.updatedAt;
}
