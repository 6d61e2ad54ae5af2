import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { installMiniStack, type MissingServer } from './install-mini-stack.ts';

/** An emulated AWS that listens. */
export interface RunningMiniStack {
  /** Base URL that every client of AWS is given. */
  readonly endpoint: string;
  /** Its own log: errors of its services, and standard error of functions. */
  readonly log: string;
  /** Ends it with every function that it runs, and removes its state. */
  stop(): Promise<void>;
}

/** Milliseconds between two looks whether it answers, and looks at most: a minute, ten times what it takes. */
const LOOK_EVERY = 200;
const MAX_LOOKS = 300;

/**
 * Starts MiniStack on a free port of 127.0.0.1, with its state in a temporary folder.
 *
 * @param environment what its functions find in their environment besides their own settings.
 * @throws Error with the end of its log when it does not come up.
 */
export async function startMiniStack(
  environment: Readonly<Record<string, string>> = {},
): Promise<RunningMiniStack | MissingServer> {
  const installed = await installMiniStack();
  if ('missing' in installed) return installed;

  const folder = await mkdtemp(path.join(tmpdir(), 'affidavit-mini-stack-'));
  const port = await freePort();
  const log = path.join(folder, 'log');
  const output = await open(log, 'a');
  const child = spawn(installed.python, ['-m', 'hypercorn', 'ministack.app:app', '--bind', `127.0.0.1:${port}`], {
    cwd: folder,
    env: { ...process.env, ...SETTINGS, ...ports(port), ...folders(folder), ...environment },
    stdio: ['ignore', output.fd, output.fd],
    detached: true, // A group of its own, so that its functions end with it.
  });
  await output.close();
  const stop = async () => {
    await endGroup(child);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const endpoint = `http://127.0.0.1:${port}`;
  if (await answers(`${endpoint}/_ministack/health`, child)) return { endpoint, log, stop };
  await stop();
  throw new Error('MiniStack did not come up');
}

/** Functions are processes of this machine, and nothing else listens. */
const SETTINGS = { LAMBDA_EXECUTOR: 'local', IOT_MTLS_ENABLED: '0', SFTP_ENABLED: '0' };

function ports(port: number) {
  return { GATEWAY_PORT: String(port), EDGE_PORT: String(port), MINISTACK_HOST: '127.0.0.1' };
}

function folders(folder: string) {
  return { TMPDIR: folder, S3_DATA_DIR: path.join(folder, 's3') };
}

/** A port that nobody listens on; whoever asks binds it at once. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
}

async function answers(url: string, child: ChildProcess): Promise<boolean> {
  for (let looks = 0; looks < MAX_LOOKS && child.exitCode === null; looks += 1) {
    const isUp = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) return true;
    await pause(LOOK_EVERY);
  }
  return false;
}

async function endGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null) return;
  const ended = once(child, 'exit');
  process.kill(-child.pid, 'SIGTERM');
  const isEnded = await Promise.race([ended.then(() => true), pause(5_000, false)]);
  if (!isEnded) process.kill(-child.pid, 'SIGKILL');
  await ended;
}
