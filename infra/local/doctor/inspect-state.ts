import { existsSync, mkdtempSync, readdirSync, rmdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { issuerKey } from '#shared/adapters/local/issuer-key.ts';
import { keyFile } from '#shared/adapters/local/key-file.ts';
import { bgeEmbedder } from '#shared/adapters/portable/bge-embedder.ts';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import type { Finding } from '#shared/domain/finding.ts';
import { runningInstance } from '../instance-lock.ts';
import { MODEL_FILES } from '../local-models.ts';
import { inspectDatabases } from './inspect-databases.ts';
import { inspectIndex } from './inspect-index.ts';
import { pendingRedrives } from './pending-redrives.ts';
import { shellWord } from './shell-word.ts';

/** Mode bits by which anybody but the owner could read, write or run a file. */
const OTHERS = 0o077;

/** What is wrong with a state folder; it leaves all in it as it is. A folder that is not there yet is well. */
export function inspectState(home: string): Finding[] {
  const mend = `Run \`chmod u+rwx ${shellWord(home)}\`, or \`export AFFIDAVIT_HOME=<another folder>\`.`;
  const check = 'state folder';
  if (!existsSync(home)) return [{ check, ok: true, found: 'not there yet', mend }];
  if (!isWritable(home)) return [{ check, ok: false, found: 'may not be written', mend }];
  const databases = inspectDatabases(home);
  const isWell = (file: string) => databases.some(({ check: name, ok }) => ok && name === `database ${file}`);
  return [
    { check, ok: true, found: 'may be written', mend },
    lock(home),
    ...keyFiles(home),
    ...databases,
    ...(isWell('index-catalog.sqlite') ? inspectIndex(home, bgeEmbedder(MODEL_FILES.embedder)) : []),
    ...(isWell('ledger.sqlite') ? pendingRedrives(home) : []),
  ];
}

/** Tried, and taken back: rights alone do not tell of a disk that is read-only or without room for one more file. */
function isWritable(folder: string): boolean {
  try {
    rmdirSync(mkdtempSync(path.join(folder, '.doctor-')));
    return true;
  } catch {
    return false;
  }
}

function lock(home: string): Finding {
  const check = 'lock of the state folder';
  const file = path.join(home, 'lock.sqlite');
  const mend = `Run \`rm -r ${shellWord(file)}\` when nothing runs on it.`;
  try {
    const address = existsSync(file) ? runningInstance(home) : undefined;
    const found = address === undefined ? 'free' : `held by an instance at ${address || '(starting)'}`;
    return { check, ok: true, found, mend };
  } catch {
    return { check, ok: false, found: 'cannot be taken', mend };
  }
}

function keyFiles(home: string): Finding[] {
  const folder = path.join(home, 'keys');
  if (!existsSync(folder)) return [];
  const check = 'key files';
  const exposed = readdirSync(folder).filter((file) => (statSync(path.join(folder, file)).mode & OTHERS) !== 0);
  if (exposed.length > 0) {
    const mend = `Run \`chmod 600 ${shellWord(folder)}/*\`.`;
    return [{ check, ok: false, found: `${exposed.length} readable by others`, mend }];
  }
  const lost = lostKeys(folder);
  const mend = `Put them back from a copy of the folder: \`cp -p <copy>/keys/* ${shellWord(folder)}\`.`;
  const found = lost.length === 0 ? 'readable by their owner alone' : `no key: ${lost.join(', ')}`;
  return [{ check, ok: lost.length === 0, found, mend }];
}

/** Names of those that are there and hold no key. */
function lostKeys(folder: string): string[] {
  const readers = {
    master: (file: string) => keyFile(file),
    'issuer.pem': (file: string) => issuerKey(file, { clock: systemClock }),
  };
  return Object.entries(readers).flatMap(([name, read]) => {
    const file = path.join(folder, name);
    try {
      if (existsSync(file)) read(file);
      return [];
    } catch {
      return [name];
    }
  });
}
