import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { addCommands } from '#infra/local/cli/add-commands.ts';
import { giveTemplate } from '../doubles/cached-template.ts';
import { runCommand } from '../doubles/run-command.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

const FACT = 'The boat house is let for seven years from January.';
const MAIL = 'ana.ruiz@example.org';

/** What the tests below read of `ingest --json` and of `documents --json`. */
const Taken = z.object({
  documents: z.array(
    z.object({ documentId: z.string(), outcome: z.string(), name: z.string(), failure: z.string().optional() }),
  ),
});

/** A state folder, a folder with a document that is read and one that is not, and commands over them in one tenant. */
async function scene() {
  const root = temporaryFolder();
  const [home, folder, empty] = [path.join(root, 'state'), path.join(root, 'papers'), path.join(root, 'empty')];
  mkdirSync(folder);
  mkdirSync(empty);
  writeFileSync(path.join(folder, 'lease.txt'), `${FACT}\nQuestions go to ${MAIL}.`);
  writeFileSync(
    path.join(folder, 'noise.bin'),
    Uint8Array.from({ length: 64 }, (_, at) => 255 - at),
  );
  await giveTemplate(home);
  const run = (...args: readonly string[]) => runCommand(addCommands, args, home);
  const ours = (command: string, ...args: readonly string[]) => run(command, ...args, '--tenant', 'acme');
  return { root, empty, folder, run, ours };
}

it('a document is taken in, found, explained, moved to another index and deleted by command', async () => {
  const { empty, folder, run, ours } = await scene();
  const into = [folder, '--collection', 'press'];

  const undeclared = await ours('ingest', ...into, '--json');
  const first = await ours('ingest', ...into, '--acl', 'everyone-in-tenant', '--json');
  const again = await ours('ingest', ...into, '--acl', 'everyone-in-tenant');
  const nothing = await ours('ingest', empty, '--collection', 'press', '--json');

  expect([undeclared.code, undeclared.documents]).toEqual([2, []]);
  expect(nothing.documents).toMatchObject([{ files: 0 }]);
  expect(nothing.notes[0]).toBe('No file was found there; hidden ones and links are left out.');
  expect(undeclared.notes.join()).toContain('acme/press has no rule');
  expect(first.code).toBe(3);
  expect(first.documents).toMatchObject([{ files: 2, published: 1, unchanged: 0, rejected: 1, held: 0 }]);
  const { documents } = Taken.parse(first.documents[0]);
  const [lease, noise] = ['published', 'rejected'].map((outcome) => documents.find((each) => each.outcome === outcome));
  expect(noise?.failure).toBe('MediaTypeUnsupported');
  expect(again.code).toBe(3);
  expect(again.printed.at(-1)).toBe('0 published, 0 with other access, 1 unchanged, 1 rejected, 0 held');

  const id = String(lease?.documentId);
  const shown = await ours('documents', id);
  const released = await ours('documents', String(noise?.documentId), '--release', '--json');
  const others = await run('documents', id, '--json');
  expect(shown.printed.filter((line) => / publish +\d+ ms/.test(line))).toHaveLength(1);
  expect(released.documents).toMatchObject([{ status: 'rejected', attempt: 2 }]);
  expect([others.code, others.documents]).toEqual([2, []]);

  const asked = await ours('ask', 'For how long is the boat house let?');
  const answerId = /affidavit explain (\w+)/.exec(asked.printed.at(-1) ?? '')?.[1] ?? '';
  const explained = await ours('explain', answerId, '--expect', FACT);
  const receipt = await ours('explain', answerId, '--json');
  const searched = await ours('search', 'boat house let', '--explain', '--expect', id);
  expect(asked.code).toBe(0);
  expect(asked.printed.join('\n')).toContain(`“${FACT}”`);
  expect(explained.printed[0]).toMatch(/^answered at .* for owner/);
  expect(explained.printed.at(-1)).toMatch(/expected/);
  expect(JSON.stringify(receipt.documents)).not.toContain('boat house');
  expect(searched.printed).toEqual(expect.arrayContaining([expect.stringMatching(/^filters: tenant acme/)]));

  const plan = await run('reindex', '--dry-run');
  const built = await run('reindex');
  const back = await run('reindex', '--rollback', '--json');
  const status = await run('reindex', '--status', '--json');
  expect(plan.printed[0]).toMatch(/^Would build generation 2 from 1 chunks of generation 1, taking its vectors over/);
  expect(built.printed[0]).toBe(
    'Generation 2 serves in place of 1, which is kept: 1 documents copied, 0 of them twice.',
  );
  expect(back.documents).toEqual([{ from: 2, to: 1 }]);
  expect(status.documents).toMatchObject([
    {
      generations: [
        { number: 1, state: 'serving' },
        { number: 2, state: 'kept' },
      ],
    },
  ]);

  const dry = await ours('redrive', '--reason', 'MediaTypeUnsupported', '--dry-run');
  const deleted = await ours('delete', id, '--json');
  const left = await ours('documents', '--json');
  const rules = await ours('collections', '--json');
  expect(dry.printed).toEqual(['1 documents and 0 events would be sent again.']);
  expect(deleted.documents).toEqual([{ deleted: [id] }]);
  expect(left.documents).toMatchObject([{ documents: [{ documentId: noise?.documentId }] }]);
  expect(rules.documents).toMatchObject([{ collections: [{ collection: 'press', access: ['everyone-in-tenant'] }] }]);

  const said = [first, again, shown, released, asked, explained, receipt, searched, built, deleted, left];
  expect(JSON.stringify(said)).not.toContain(MAIL);
});

it('classes are learned, shown and dropped by command, and a file is read without keeping any of it', async () => {
  const { root, folder, ours, run } = await scene();
  const examples = path.join(root, 'examples.jsonl');
  const rows = ['lease', 'invoice'].flatMap((label) =>
    [1, 2, 3].map((at) => ({ id: `${label}-${at}`, label, text: `This ${label} number ${at} is a ${label}.` })),
  );
  writeFileSync(examples, rows.map((row) => JSON.stringify(row)).join('\n'));

  const trained = await ours('classes', 'train', examples, '--json');
  const shown = await ours('classes', 'show', '--json');
  const dropped = await ours('classes', 'drop', '--json');
  const after = await ours('classes', 'show', '--json');
  const read = await run('extract', path.join(folder, 'lease.txt'), '--json');
  const unread = await run('extract', path.join(folder, 'noise.bin'), '--json');

  expect(trained.documents).toMatchObject([{ serves: true, classes: [{ examples: 3 }, { examples: 3 }] }]);
  expect(shown.documents).toEqual(trained.documents);
  expect([shown.notes, after.notes]).toEqual([[], [expect.stringContaining('no classes of its own')]]);
  expect(dropped.documents).toEqual([{ tenant: 'acme', dropped: true }]);
  expect(read.documents).toMatchObject([{ mediaType: 'text/plain', pages: [{ text: expect.stringContaining(FACT) }] }]);
  expect([unread.code, unread.documents]).toEqual([2, []]);
});
