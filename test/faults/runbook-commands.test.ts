import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import { addCommands } from '#infra/local/cli/add-commands.ts';
import manifest from '../../package.json' with { type: 'json' };
import { giveTemplate } from '../doubles/cached-template.ts';
import { distinctCommands } from '../doubles/distinct-commands.ts';
import { OUR_COMMANDS } from '../doubles/our-commands.ts';
import { runCommand } from '../doubles/run-command.ts';

// Every command of ours that a document on operations names, as it is written there, over a state folder in use and with
// the models of a release.

const QUESTION = 'Who keeps the key of the lighthouse?';
const TEXT = 'Marta Vidal, marta.vidal@example.org, keeps the key of the lighthouse in a drawer of the harbour office.';

const folder = mkdtempSync(path.join(tmpdir(), 'affidavit-commands-'));
const home = path.join(folder, 'state');
const file = path.join(folder, 'keys.txt');
const values = new Map<string, string>();
const run = (...words: readonly string[]) => runCommand(addCommands, words, home);

beforeAll(async () => {
  writeFileSync(file, TEXT);
  await giveTemplate(home);
  const taken = [
    await run('ingest', '--tenant', 'acme', '--collection', 'inbox', '--acl', 'everyone-in-tenant', file),
    await run('ingest', file),
  ];
  const asked = await run('ask', '--json', QUESTION);
  expect([...taken, asked].map(({ code }) => code)).toEqual([0, 0, 0]);
  const [{ answerId }] = z.tuple([z.object({ answerId: z.string() })]).parse(asked.documents);
  const known = { question: QUESTION, 'answer id': answerId, file, path: file, tenant: 'acme', dollars: '25' };
  for (const [name, value] of Object.entries({ ...known, failure: 'ModelThrottled' })) values.set(`<${name}>`, value);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const commands = ['npx', 'npm']
  .flatMap((program) => distinctCommands(program))
  .flatMap(([line, { words }]) => {
    const prints = OUR_COMMANDS[line];
    return prints instanceof RegExp ? [{ line, words: ofScript(words), prints }] : [];
  });
const ENDS = ['delete', 'reset']; // After which the others have nothing to look at.
const ordered = [
  ...commands.filter(({ words: [name = ''] }) => !ENDS.includes(name)),
  ...ENDS.flatMap((end) => commands.filter(({ words: [name] }) => name === end)),
];

it.each(ordered)('$line', async ({ words, prints }) => {
  const tenant = words.includes('acme') || words.includes('<tenant>') ? 'acme' : 'local';
  prepare(words, tenant);
  values.set('<id>', idOf(tenant));

  const { code, printed, documents, notes } = await run(...words.map((word) => values.get(word) ?? word));

  // What a doctor finds is the machine's affair.
  expect(words[0] === 'doctor' ? [0, 1] : [0], notes.join('\n')).toContain(code);
  expect([...printed, ...documents.map((each) => JSON.stringify(each))].join('\n')).toMatch(prints);
});

/** Words behind `npx affidavit`, or behind the same in a script of npm. */
function ofScript(words: readonly string[]): readonly string[] {
  if (words[0] !== 'npm') return words.slice(2);
  const [, script = ''] = Object.entries(manifest.scripts).find(([name]) => name === words[2]) ?? [];
  return script.split(' ').slice(2);
}

/** Has the tenant's one document failed or held, where the command is there for that. */
function prepare(words: readonly string[], tenant: string): void {
  const reason = words[words.indexOf('--reason') + 1] ?? '';
  if (words[0] === 'redrive') set(tenant, 'rejected', values.get(reason) ?? reason);
  if (words.includes('--held') || words.includes('--release')) set(tenant, 'held', 'DetectorUnavailable');
  else if (words[0] === 'documents') set(tenant, 'published');
}

function set(tenant: string, status: string, failure?: string): void {
  const told = failure === undefined ? null : { name: failure, step: 'embed', at: new Date().toISOString() };
  const change = JSON.stringify({ status, failure: told }); // As RFC 7396 has it, null takes away.
  withLedger((ledger) =>
    ledger
      .prepare('UPDATE documents SET status = ?, body = json_patch(body, ?) WHERE tenant_id = ?')
      .run(status, change, tenant),
  );
}

function idOf(tenant: string): string {
  const row = withLedger((ledger) =>
    ledger.prepare('SELECT document_id AS id FROM documents WHERE tenant_id = ?').get(tenant),
  );
  return String(row?.['id']);
}

function withLedger<T>(work: (ledger: DatabaseSync) => T): T {
  const ledger = new DatabaseSync(path.join(home, 'ledger.sqlite'));
  try {
    return work(ledger);
  } finally {
    ledger.close();
  }
}
