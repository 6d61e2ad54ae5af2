import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Finding } from '#shared/domain/finding.ts';
import type { Machine } from './machine.ts';

/** The Node whose SQLite and type stripping the code counts on. */
const NODE_MAJOR = 24;

/** Free space that the sample documents, their index and their models need many times over, in bytes. */
const ENOUGH_DISK = 500 * 1024 ** 2;

/** Two embedders, the name model and a parser take some 1.2 GiB at their peak: `npm run bench` prints it. */
const ENOUGH_MEMORY = 2 * 1024 ** 3;

/** What the stack needs of the machine, whatever the state folder holds. */
export async function inspectMachine(machine: Machine, home: string, port: number): Promise<Finding[]> {
  return [
    nodeVersion(machine),
    memory(machine),
    diskSpace(machine, home),
    ...modelFiles(machine),
    vectorExtension(machine),
    await portOf(machine, port),
  ];
}

function nodeVersion({ nodeVersion: found }: Machine): Finding {
  const ok = Number(found.split('.')[0]) >= NODE_MAJOR;
  return { check: 'Node', ok, found, mend: 'Run `npm ci`: it brings the Node that the scripts use.' };
}

function memory({ memoryBytes }: Machine): Finding {
  const mend = 'Run `export AFFIDAVIT_EMBEDDERS=1 AFFIDAVIT_SLOTS=1`, or take a machine with 2 GiB.';
  return { check: 'memory', ok: memoryBytes >= ENOUGH_MEMORY, found: mebibytes(memoryBytes), mend };
}

function diskSpace(machine: Machine, home: string): Finding {
  const free = machine.freeBytes(home);
  const mend = 'Free some space, or run `export AFFIDAVIT_HOME=<folder on another disk>`.';
  return { check: 'disk', ok: free > ENOUGH_DISK, found: `${mebibytes(free)} free`, mend };
}

/** Every line of models/SHA256SUMS: a digest, two spaces, a path. */
function modelFiles({ models }: Machine): Finding[] {
  const mend = 'Run `git checkout models`.';
  const list = path.join(models, 'SHA256SUMS');
  if (!existsSync(list)) return [{ check: 'models', ok: false, found: 'no list of checksums', mend }];
  const lines = readFileSync(list, 'utf8').trim().split('\n');
  return lines.map((line) => {
    const [expected = '', file = ''] = line.split(/\s+/);
    const found = stateOf(path.join(models, file), expected);
    return { check: `model ${file}`, ok: found === 'whole', found, mend };
  });
}

function stateOf(file: string, expected: string): 'whole' | 'missing' | 'changed' {
  if (!existsSync(file)) return 'missing';
  return createHash('sha256').update(readFileSync(file)).digest('hex') === expected ? 'whole' : 'changed';
}

function vectorExtension(machine: Machine): Finding {
  const check = 'SQLite with FTS5 and sqlite-vec';
  const mend = 'Run `npm ci` on this machine; see docs/getting-started.md for its systems.';
  try {
    return { check, ok: true, found: machine.vectorVersion(), mend };
  } catch {
    return { check, ok: false, found: 'does not load', mend };
  }
}

/** In use is well, for start then takes a free one. Forbidden is not. */
async function portOf(machine: Machine, port: number): Promise<Finding> {
  const error = await machine.listenError(port);
  const isInUse = error === 'EADDRINUSE';
  const found = isInUse ? 'in use; start takes a free one' : `may not be listened on (${error})`;
  const mend = 'Run `export AFFIDAVIT_PORT=0` for any that is free, or name another.';
  return {
    check: `port ${port}`,
    ok: error === undefined || isInUse,
    found: error === undefined ? 'free' : found,
    mend,
  };
}

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 1024 ** 2)} MiB`;
}
