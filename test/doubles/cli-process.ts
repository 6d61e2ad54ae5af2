import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { COMPILED_MODULES } from '../compiled-modules.ts';

const MAIN = fileURLToPath(new URL('../../infra/local/cli/main.ts', import.meta.url));

/** Starts the command line as a process of its own over a state folder. */
export function spawnCli(home: string, args: readonly string[], settings: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, ...args], {
    env: {
      ...{ AFFIDAVIT_HOME: home, AFFIDAVIT_PORT: '0', AFFIDAVIT_EMBEDDERS: '1' },
      NODE_COMPILE_CACHE: COMPILED_MODULES,
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = Promise.all([once(child, 'close'), text(child.stderr)]).then(([[code], stderr]) => ({ code, stderr }));
  return { child, ended };
}

/** Runs a command to its end. */
export async function runCli(home: string, args: readonly string[], settings: Readonly<Record<string, string>> = {}) {
  const { child, ended } = spawnCli(home, args, settings);
  const [stdout, { code, stderr }] = await Promise.all([text(child.stdout), ended]);
  return { code, stdout, stderr };
}
