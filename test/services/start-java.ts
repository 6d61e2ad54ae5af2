import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, rmSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePorts } from './free-ports.ts';
import type { RunningServer } from './running-server.ts';

/** How to start one server, and how to tell that it serves. */
export interface JavaServer {
  readonly name: string;
  /** How many ports it listens on. */
  readonly ports: number;
  /** A path of the first port that answers with a status below 500 once the server serves. */
  readonly readyPath: string;
  /** The options of `java`, for a server whose data and logs go into `folder`, on ports that nobody else has. */
  readonly options: (folder: string, ports: readonly number[]) => Promise<readonly string[]>;
}

/** A server on a busy machine takes a minute at most; one that takes longer has hung. */
const START_MILLISECONDS = 180_000;
const POLL_MILLISECONDS = 200;
/** Somebody else may take a port between the look for free ones and the start: then others are tried, so often at most. */
const MOST_STARTS = 3;
const PORT_TAKEN = /address already in use/i;
/** A server that does not end when it is asked to is killed after this long. */
const STOP_MILLISECONDS = 15_000;

/** Starts a server in a folder of its own, and waits until it serves. Throws the end of its log when it does not. */
export async function startJava(server: JavaServer): Promise<RunningServer> {
  for (let starts = 1; ; starts += 1) {
    const started = await startOnce(server);
    if (!('log' in started)) return started;
    if (starts === MOST_STARTS || !PORT_TAKEN.test(started.log))
      throw new Error(`${server.name} did not start:\n${started.log.split('\n').slice(-30).join('\n')}`);
  }
}

async function startOnce({ name, ports: count, readyPath, options }: JavaServer) {
  const ports = await freePorts(count);
  const endpoint = `http://127.0.0.1:${ports[0]}`;
  const folder = await mkdtemp(join(tmpdir(), `affidavit-${name}-`));
  const log = join(folder, 'out.log');
  const output = openSync(log, 'a');
  const server = spawn('java', await options(folder, ports), { cwd: folder, stdio: ['ignore', output, output] });
  // What ends this process before `stop` could run ends the server too.
  const kill = () => {
    server.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', kill);
  const stop = async () => {
    process.removeListener('exit', kill);
    await end(server);
    await rm(folder, { recursive: true, force: true });
  };
  if (await serves(server, `${endpoint}${readyPath}`)) return { endpoint, stop };
  const text = await readFile(log, 'utf8');
  await stop();
  return { log: text };
}

async function serves(server: ChildProcess, url: string): Promise<boolean> {
  for (let waited = 0; waited < START_MILLISECONDS; waited += POLL_MILLISECONDS) {
    if (hasEnded(server)) return false;
    const answer = await fetch(url).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer !== undefined && answer.status < 500) return true;
    await pause(POLL_MILLISECONDS);
  }
  return false;
}

async function end(server: ChildProcess): Promise<void> {
  if (hasEnded(server)) return;
  const ended = once(server, 'exit');
  server.kill('SIGTERM');
  const inTime = await Promise.race([ended.then(() => true), pause(STOP_MILLISECONDS, false, { ref: false })]);
  if (!inTime) server.kill('SIGKILL');
  await ended;
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}
