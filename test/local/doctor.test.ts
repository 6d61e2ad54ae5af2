import { createHash } from 'node:crypto';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDoctorCommand } from '#infra/local/cli/doctor.ts';
import { inspectState } from '#infra/local/doctor/inspect-state.ts';
import { type Machine, thisMachine } from '#infra/local/doctor/machine.ts';
import { openIndexFiles } from '#shared/adapters/local/index-files.ts';
import { keyFile } from '#shared/adapters/local/key-file.ts';
import { LEDGER_SCHEMA } from '#shared/adapters/local/ledger-schema.ts';
import { openDatabase } from '#shared/adapters/local/open-database.ts';
import { sqliteLedger } from '#shared/adapters/local/sqlite-ledger.ts';
import { runCommand } from '../doubles/run-command.ts';
import { documentRecord } from '../doubles/sample-records.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

const MODEL = 'bge-small-en-v1.5/tokenizer.json';

const pristine = mkdtempSync(path.join(tmpdir(), 'affidavit-test-'));
beforeAll(async () => {
  keyFile(path.join(pristine, 'keys', 'master'));
  const database = openDatabase(path.join(pristine, 'ledger.sqlite'), LEDGER_SCHEMA);
  await sqliteLedger(database).writeDocument(documentRecord());
  database.close();
  const index = openIndexFiles(path.join(pristine, 'index.sqlite'));
  index.open(1);
  index.close();
});
afterAll(() => rmSync(pristine, { recursive: true, force: true }));

/** A state folder as a run leaves it, and a machine that is well, with a copy of a small file of the models. */
function scene() {
  const home = temporaryFolder();
  cpSync(pristine, home, { recursive: true });
  const models = temporaryFolder();
  cpSync(path.join('models', MODEL), path.join(models, MODEL));
  const digest = createHash('sha256')
    .update(readFileSync(path.join('models', MODEL)))
    .digest('hex');
  writeFileSync(path.join(models, 'SHA256SUMS'), `${digest}  ${MODEL}\n`);
  return { home, models, machine: { ...thisMachine, memoryBytes: 8 * 1024 ** 3, models } };
}

type Scene = ReturnType<typeof scene>;

async function doctor({ home, machine }: { home: string; machine: Machine }) {
  const add = (program: Parameters<typeof addDoctorCommand>[0], context: Parameters<typeof addDoctorCommand>[1]) =>
    addDoctorCommand(program, context, machine);
  return runCommand(add, ['doctor'], home);
}

function changeLedger(home: string, sql: string) {
  const database = new DatabaseSync(path.join(home, 'ledger.sqlite'));
  database.exec(sql);
  database.close();
}

/** What is broken, how, and by which words the doctor names it. */
const BREAKAGES: readonly (readonly [string, RegExp, (scene: Scene) => Partial<Machine> | undefined])[] = [
  ['an old Node', /Node: 20/, () => ({ nodeVersion: '20.20.2' })],
  ['little memory', /memory: 1024 MiB/, () => ({ memoryBytes: 1024 ** 3 })],
  ['a full disk', /disk: 10 MiB free/, () => ({ freeBytes: () => 10 * 1024 ** 2 })],
  ['a changed model', /tokenizer.json: changed/, ({ models }) => void truncateSync(path.join(models, MODEL), 100)],
  ['a missing model', /tokenizer.json: missing/, ({ models }) => void rmSync(path.join(models, MODEL))],
  ['no checksums', /no list of checksums/, ({ models }) => void rmSync(path.join(models, 'SHA256SUMS'))],
  [
    'an extension that does not load',
    /sqlite-vec: does not load/,
    () => ({
      vectorVersion: () => {
        throw new Error('no such module');
      },
    }),
  ],
  [
    'a file in place of the state folder',
    /state folder: may not be written/,
    ({ home }) => {
      rmSync(home, { recursive: true });
      writeFileSync(home, '');
      return undefined;
    },
  ],
  [
    'an exposed key',
    /key files: 1 readable by others/,
    ({ home }) => void chmodSync(path.join(home, 'keys', 'master'), 0o644),
  ],
  [
    'a ledger of a newer release',
    /ledger.sqlite: version 99/,
    ({ home }) => void changeLedger(home, 'PRAGMA user_version = 99'),
  ],
  [
    'a damaged ledger',
    /ledger.sqlite: does not open/,
    ({ home }) => void writeFileSync(path.join(home, 'ledger.sqlite'), 'x'.repeat(9_000)),
  ],
  [
    'a lock that cannot be taken',
    /lock of the state folder: cannot be taken/,
    ({ home }) => {
      rmSync(path.join(home, 'lock.sqlite'), { force: true });
      mkdirSync(path.join(home, 'lock.sqlite'));
      return undefined;
    },
  ],
  [
    'documents that failed by what passes',
    /1 documents that failed by ModelThrottled\n.*redrive --reason ModelThrottled --tenant acme/,
    ({ home }) =>
      void changeLedger(
        home,
        `UPDATE documents SET status = 'rejected', body = json_set(body, '$.status', 'rejected', '$.failure.name', 'ModelThrottled')`,
      ),
  ],
  [
    'events that were put aside',
    /1 events put aside\n.*redrive --reason DependencyUnavailable --tenant acme/,
    ({ home }) =>
      void changeLedger(home, "INSERT INTO dead_admissions VALUES (1, 'acme', 'sealed', 'DependencyUnavailable', 0)"),
  ],
];

describe('affidavit doctor', () => {
  it('finds nothing on a machine that is well', async () => {
    const { code, printed } = await doctor(scene());

    expect(printed.filter((line) => !line.startsWith('ok'))).toEqual([]);
    expect(code).toBe(0);
  });

  it.each(BREAKAGES)('names %s, with what mends it, and ends with 1', async (_what, words, breakIt) => {
    const made = scene();
    const machine = { ...made.machine, ...breakIt(made) };

    const { code, printed } = await doctor({ ...made, machine });

    const missing = printed.filter((line) => line.startsWith('MISSING'));
    expect(missing).toHaveLength(1);
    expect(missing[0]).toMatch(words);
    expect(missing[0]).toMatch(/\n {9}\S/);
    expect(code).toBe(1);
  });

  it('names ten at once', async () => {
    const made = scene();
    const names = ['an old Node', 'little memory', 'a full disk', 'a changed model', 'an extension that does not load'];
    names.push('an exposed key', 'a lock that cannot be taken', 'documents that failed by what passes');
    names.push('events that were put aside');
    const chosen = BREAKAGES.filter(([name]) => names.includes(name));
    const changes = chosen.map(([, , breakIt]) => breakIt(made));
    const machine: Machine = Object.assign({ ...made.machine }, ...changes);
    writeFileSync(path.join(made.home, 'index.sqlite'), 'x'.repeat(9_000));

    const { printed } = await doctor({ ...made, machine });

    expect(printed.filter((line) => line.startsWith('MISSING'))).toHaveLength(10);
  });

  it('changes nothing in the state folder, and leaves one that is not there alone', () => {
    const home = path.join(temporaryFolder(), 'never');

    const findings = inspectState(home);

    expect(findings).toEqual([expect.objectContaining({ ok: true, found: 'not there yet' })]);
  });
});
