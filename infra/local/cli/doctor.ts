import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statfsSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { INDEX_SCHEMA } from '#shared/adapters/local/index-schema.ts';
import { openDatabase } from '#shared/adapters/local/open-database.ts';
import { runningInstance } from '../instance-lock.ts';
import { addCommand, type CliContext, EXIT_CODES } from './cli-context.ts';

/** One thing that was looked at, and how to mend it when it is not well. */
interface Finding {
  readonly check: string;
  readonly ok: boolean;
  readonly found: string;
  readonly mend?: string;
}

const MODELS = fileURLToPath(new URL('../../../models', import.meta.url));

/** Free space that the sample documents, their index and their models need many times over, in bytes. */
const ENOUGH_DISK = 500 * 1024 * 1024;

export function addDoctorCommand(program: Command, context: CliContext): void {
  addCommand(program, context, {
    name: 'doctor',
    summary: 'look at what the stack needs on this machine, and say how to mend what is missing',
  }).action(async (options: { readonly json?: true }) => {
    const findings = [
      nodeVersion(),
      ...modelFiles(),
      vectorExtension(),
      diskSpace(),
      stateFolder(context),
      await port(context),
    ];
    if (options.json) context.printJson({ findings });
    else for (const finding of findings) context.print(findingLine(finding));
    if (findings.some(({ ok }) => !ok)) context.setExitCode(EXIT_CODES.failed);
  });
}

function findingLine({ check, ok, found, mend }: Finding): string {
  const line = `${ok ? 'ok     ' : 'MISSING'}  ${check}: ${found}`;
  return ok || mend === undefined ? line : `${line}\n         ${mend}`;
}

function nodeVersion(): Finding {
  const ok = Number(process.versions.node.split('.')[0]) >= 24;
  return {
    check: 'Node',
    ok,
    found: process.versions.node,
    mend: 'Run `npm ci`: it brings the Node that the scripts use.',
  };
}

/** Every line of models/SHA256SUMS: a digest, two spaces, a path. */
function modelFiles(): Finding[] {
  const lines = readFileSync(path.join(MODELS, 'SHA256SUMS'), 'utf8').trim().split('\n');
  return lines.map((line) => {
    const [expected = '', file = ''] = line.split(/\s+/);
    const whole = path.join(MODELS, file);
    const ok = existsSync(whole) && createHash('sha256').update(readFileSync(whole)).digest('hex') === expected;
    return {
      check: `model ${file}`,
      ok,
      found: ok ? 'whole' : 'missing or changed',
      mend: 'Run `git checkout models`.',
    };
  });
}

function vectorExtension(): Finding {
  const check = 'SQLite with FTS5 and sqlite-vec';
  try {
    const database = openDatabase(':memory:', INDEX_SCHEMA);
    const version = String(database.get('SELECT vec_version() AS version')?.['version']);
    database.close();
    return { check, ok: true, found: version };
  } catch {
    return {
      check,
      ok: false,
      found: 'does not load',
      mend: 'Run `npm ci` on this machine; see docs/getting-started.md for its systems.',
    };
  }
}

function diskSpace(): Finding {
  const { bavail, bsize } = statfsSync('.');
  const free = bavail * bsize;
  const found = `${Math.round(free / 1024 ** 2)} MiB free`;
  return {
    check: 'disk',
    ok: free > ENOUGH_DISK,
    found,
    mend: 'Free some space, or set AFFIDAVIT_HOME to another disk.',
  };
}

function stateFolder({ settings }: CliContext): Finding {
  const address = runningInstance(settings.AFFIDAVIT_HOME);
  const found = address === undefined ? 'no instance at work' : `an instance at work at ${address || '(starting)'}`;
  return { check: `state folder ${settings.AFFIDAVIT_HOME}`, ok: true, found };
}

function port({ settings }: CliContext): Promise<Finding> {
  const check = `port ${settings.AFFIDAVIT_PORT}`;
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve({ check, ok: true, found: 'in use; start takes a free one' }));
    server.listen(settings.AFFIDAVIT_PORT, '127.0.0.1', () => {
      server.close(() => resolve({ check, ok: true, found: 'free' }));
    });
  });
}
