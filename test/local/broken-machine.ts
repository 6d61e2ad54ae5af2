import { createHash } from 'node:crypto';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Machine, thisMachine } from '#infra/local/doctor/machine.ts';
import { folderDocumentStore } from '#shared/adapters/local/folder-document-store.ts';
import { openIndexFiles } from '#shared/adapters/local/index-files.ts';
import { issuerKey } from '#shared/adapters/local/issuer-key.ts';
import { keyFile } from '#shared/adapters/local/key-file.ts';
import { LEDGER_SCHEMA } from '#shared/adapters/local/ledger-schema.ts';
import { openDatabase } from '#shared/adapters/local/open-database.ts';
import { sqliteLedger } from '#shared/adapters/local/sqlite-ledger.ts';
import { uploadForms } from '#shared/adapters/local/upload-forms.ts';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import { documentRecord } from '../doubles/sample-records.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

const MODEL = 'bge-small-en-v1.5/tokenizer.json';
const OTHER_MODEL = JSON.stringify({ modelId: 'other', dimensions: 384, probe: 'ab' });
const JUNK = 'x'.repeat(9_000);

/** A machine and a state folder as the doctor finds them; what breaks them changes this. */
export interface Scene {
  home: string;
  readonly models: string;
  readonly machine: { -readonly [Name in keyof Machine]: Machine[Name] };
  readonly settings: Record<string, string>;
}

/** A state folder as a run leaves it. Remove it when all is done. */
export async function pristineState(): Promise<string> {
  const home = mkdtempSync(path.join(tmpdir(), 'affidavit-test-'));
  const key = keyFile(path.join(home, 'keys', 'master'));
  issuerKey(path.join(home, 'keys', 'issuer.pem'), { clock: systemClock });
  const ledger = openDatabase(path.join(home, 'ledger.sqlite'), LEDGER_SCHEMA);
  await sqliteLedger(ledger).writeDocument(documentRecord());
  ledger.close();
  const root = path.join(home, 'documents', 'store');
  const uploads = uploadForms({ url: () => '', secret: key, clock: systemClock });
  folderDocumentStore({ root, bucket: 'documents', uploads, onChange: async () => undefined }).close();
  const index = openIndexFiles(path.join(home, 'index.sqlite'));
  index.open(2);
  index.close();
  return home;
}

/** A machine that is well, over a copy of that folder and of a small file of the models. */
export function healthyScene(pristine: string): Scene {
  const [home, models] = [temporaryFolder(), temporaryFolder()];
  cpSync(pristine, home, { recursive: true });
  cpSync(path.join('models', MODEL), path.join(models, MODEL));
  const digest = createHash('sha256')
    .update(readFileSync(path.join('models', MODEL)))
    .digest('hex');
  writeFileSync(path.join(models, 'SHA256SUMS'), `${digest}  ${MODEL}\n`);
  const [memoryBytes, freeBytes] = [8 * 1024 ** 3, () => 8 * 1024 ** 3];
  return { home, models, machine: { ...thisMachine, memoryBytes, freeBytes, models }, settings: {} };
}

export interface Breakage {
  readonly what: string;
  /** By which the doctor names it. */
  readonly words: RegExp;
  readonly mend: RegExp;
  /** Whether the others may be broken beside it without hiding it or being hidden. */
  readonly isAlone?: true;
  breakIt(scene: Scene): void;
}

const sql = (file: string, statement: string) => (scene: Scene) => {
  const database = new DatabaseSync(path.join(scene.home, file));
  database.exec(statement);
  database.close();
};
const write = (file: string, text: string) => (scene: Scene) =>
  writeFileSync(path.join(scene.home, file), text, { mode: 0o600 });
const setting = (name: string, value: string) => (scene: Scene) => Object.assign(scene.settings, { [name]: value });
const machine = (changes: Partial<Machine>) => (scene: Scene) => Object.assign(scene.machine, changes);

const RESET = /npx affidavit reset/;

export const BREAKAGES: readonly Breakage[] = [
  {
    ...{ what: 'an old Node', words: /Node: 20/, mend: /`npm ci`/ },
    breakIt: machine({ nodeVersion: '20.20.2' }),
  },
  {
    ...{ what: 'little memory', words: /memory: 1024 MiB/, mend: /`export AFFIDAVIT_EMBEDDERS=1/ },
    breakIt: machine({ memoryBytes: 1024 ** 3 }),
  },
  {
    ...{ what: 'a full disk', words: /disk: 10 MiB free/, mend: /`export AFFIDAVIT_HOME=/ },
    breakIt: machine({ freeBytes: () => 10 * 1024 ** 2 }),
  },
  {
    ...{ what: 'a model of a wrong checksum', words: /tokenizer.json: changed/, mend: /`git checkout models`/ },
    breakIt: ({ models }) => truncateSync(path.join(models, MODEL), 100),
  },
  {
    ...{ what: 'a missing model', words: /tokenizer.json: missing/, mend: /`git checkout models`/, isAlone: true },
    breakIt: ({ models }) => rmSync(path.join(models, MODEL)),
  },
  {
    ...{ what: 'no checksums', words: /no list of checksums/, mend: /`git checkout models`/, isAlone: true },
    breakIt: ({ models }) => rmSync(path.join(models, 'SHA256SUMS')),
  },
  {
    ...{ what: 'an extension that does not load', words: /sqlite-vec: does not load/, mend: /`npm ci`/ },
    breakIt: machine({
      vectorVersion: () => {
        throw new Error('no such module');
      },
    }),
  },
  {
    ...{
      what: 'a port that is forbidden',
      words: /port \d+: may not be listened on \(EACCES\)/,
      mend: /`export AFFIDAVIT_PORT=0`/,
    },
    breakIt: machine({ listenError: async () => 'EACCES' }),
  },
  {
    ...{ what: 'a policy that is malformed', words: /policy: missing or malformed/, mend: /`unset AFFIDAVIT_POLICY`/ },
    breakIt: setting('AFFIDAVIT_POLICY', 'package.json'),
  },
  {
    ...{
      what: 'a calibration for another model',
      words: /calibration: for amazon\.titan/,
      mend: /`npx affidavit calibrate`/,
    },
    breakIt: setting('AFFIDAVIT_CALIBRATION', 'test/deploy/stub-calibration.json'),
  },
  {
    ...{
      what: 'a calibration that is malformed',
      words: /calibration: malformed/,
      mend: /`rm \S+calibration.json`/,
      isAlone: true,
    },
    breakIt: write('calibration.json', '{"fit": 1}'),
  },
  {
    ...{
      what: 'a calibration that is not there',
      words: /calibration: not there/,
      mend: /`unset AFFIDAVIT_CALIBRATION`/,
      isAlone: true,
    },
    breakIt: setting('AFFIDAVIT_CALIBRATION', '/nowhere/at-all.json'),
  },
  {
    ...{
      what: 'a model that nobody serves',
      words: /AFFIDAVIT_MODEL_URL: does not answer/,
      mend: /`unset AFFIDAVIT_MODEL_URL AFFIDAVIT_MODEL`/,
    },
    breakIt: (scene) => {
      setting('AFFIDAVIT_MODEL_URL', 'http://127.0.0.1:1/v1')(scene);
      setting('AFFIDAVIT_MODEL', 'any')(scene);
    },
  },
  {
    ...{
      what: 'an endpoint without the name of a model',
      words: /AFFIDAVIT_SECOND_MODEL is not set/,
      mend: /`unset AFFIDAVIT_SECOND_MODEL_URL/,
    },
    breakIt: setting('AFFIDAVIT_SECOND_MODEL_URL', 'http://127.0.0.1:1/v1'),
  },
  {
    ...{
      what: 'a file in place of the state folder',
      words: /state folder: may not be written/,
      mend: /`chmod u\+rwx/,
      isAlone: true,
    },
    breakIt: ({ home }) => {
      rmSync(home, { recursive: true });
      writeFileSync(home, '');
    },
  },
  {
    // Not even root may write there.
    ...{
      what: 'a state folder that is not writable',
      words: /state folder: may not be written/,
      mend: /`chmod u\+rwx/,
      isAlone: true,
    },
    breakIt: (scene) => {
      scene.home = '/proc';
    },
  },
  {
    ...{ what: 'a key that others may read', words: /key files: 1 readable by others/, mend: /`chmod 600 / },
    breakIt: ({ home }) => chmodSync(path.join(home, 'keys', 'master'), 0o644),
  },
  {
    ...{ what: 'a key that is none', words: /key files: no key: master/, mend: /`cp -p /, isAlone: true },
    breakIt: write('keys/master', 'short'),
  },
  {
    ...{
      what: 'a ledger of a newer release',
      words: /ledger.sqlite: version 99/,
      mend: /`git pull && npm ci`/,
      isAlone: true,
    },
    breakIt: sql('ledger.sqlite', 'PRAGMA user_version = 99'),
  },
  {
    ...{ what: 'a damaged ledger', words: /ledger.sqlite: does not open/, mend: RESET, isAlone: true },
    breakIt: write('ledger.sqlite', JUNK),
  },
  {
    ...{ what: 'a damaged list of documents', words: /catalog.db: does not open/, mend: RESET },
    breakIt: write('documents/store/catalog.db', JUNK),
  },
  {
    ...{ what: 'a damaged generation of the index', words: /index-2.sqlite: does not open/, mend: RESET },
    breakIt: write('index-2.sqlite', JUNK),
  },
  {
    ...{ what: 'an index of another embedder', words: /embedder of the index: other/, mend: /`npx affidavit reindex`/ },
    breakIt: sql(
      'index-catalog.sqlite',
      `INSERT INTO generations (state, fingerprint, version) VALUES ('serving', '${OTHER_MODEL}', 1)`,
    ),
  },
  {
    ...{
      what: 'an index of nobody knows what',
      words: /embedder of the index: none that could be told/,
      isAlone: true,
    },
    mend: /`npx affidavit reindex`/,
    breakIt: sql(
      'index-catalog.sqlite',
      "INSERT INTO generations (state, fingerprint, version) VALUES ('serving', '{', 1)",
    ),
  },
  {
    ...{
      what: 'a lock that cannot be taken',
      words: /lock of the state folder: cannot be taken/,
      mend: /`rm -r \S+lock.sqlite`/,
    },
    breakIt: ({ home }) => mkdirSync(path.join(home, 'lock.sqlite')),
  },
  {
    ...{ what: 'a damaged lock', words: /lock of the state folder: cannot be taken/, isAlone: true },
    mend: /`rm -r \S+lock.sqlite`/,
    breakIt: write('lock.sqlite', JUNK),
  },
  {
    what: 'documents that failed by what passes',
    words: /1 documents that failed by ModelThrottled/,
    mend: /`npx affidavit redrive --reason ModelThrottled --tenant acme`/,
    breakIt: sql(
      'ledger.sqlite',
      `UPDATE documents SET status = 'rejected', body = json_set(body, '$.status', 'rejected', '$.failure.name', 'ModelThrottled')`,
    ),
  },
  {
    what: 'events that were put aside',
    words: /1 events put aside/,
    mend: /`npx affidavit redrive --reason DependencyUnavailable --tenant acme`/,
    breakIt: sql(
      'ledger.sqlite',
      "INSERT INTO dead_admissions VALUES (1, 'acme', 'sealed', 'DependencyUnavailable', 0)",
    ),
  },
];
