import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import { readConfig } from '#shared/runtime/config.ts';
import { freePorts } from '../services/free-ports.ts';
import type { RunningServer } from '../services/running-server.ts';
import { installMiniStack } from './install-mini-stack.ts';
import type { LocalCertificate } from './local-certificate.ts';

export interface RunningMiniStack extends RunningServer {
  /** Its own log: errors of its services, and standard error of functions. */
  readonly log: string;
}

/** Milliseconds between two looks whether it answers, and looks at most: a minute, ten times what it takes. */
const LOOK_EVERY = 200;
const MAX_LOOKS = 300;
/** Milliseconds that it has to end by itself. */
const STOP_AFTER = 5_000;

export interface MiniStackOptions {
  /** It listens with TLS alone, because policies of buckets and queues refuse what comes without. */
  readonly certificate: LocalCertificate;
  /** Settings of its own, and what its functions find in their environment besides their settings. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Starts MiniStack on a free port of 127.0.0.1, with its state in a temporary folder.
 *
 * @throws PipelineFailure `DependencyUnavailable` when it cannot be installed here; Error with the end of its log when it
 * does not come up.
 */
export async function startMiniStack({ certificate, environment }: MiniStackOptions): Promise<RunningMiniStack> {
  const python = await installMiniStack();
  const folder = await mkdtemp(path.join(tmpdir(), 'affidavit-mini-stack-'));
  const [port = 0] = await freePorts(1);
  const log = path.join(folder, 'log');
  const output = await open(log, 'a');
  const endpoint = `https://127.0.0.1:${port}`;
  const tls = ['--certfile', certificate.file, '--keyfile', certificate.keyFile];
  const listens = ['--bind', `127.0.0.1:${port}`, ...tls];
  const server = spawn(python, ['-m', 'hypercorn', 'ministack.app:app', ...listens], {
    cwd: folder,
    env: { ...inherited(), ...SETTINGS, ...trust(certificate), ...ports(port), ...folders(folder), ...environment },
    stdio: ['ignore', output.fd, output.fd],
    detached: true, // A group of its own, so that its functions end with it.
  });
  await output.close();
  const kill = () => killGroup(server, 'SIGKILL');
  process.once('exit', kill);
  const stop = async () => {
    process.removeListener('exit', kill);
    await end(server);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  if (await serves(server, `${endpoint}/_ministack/health`)) return { endpoint, log, stop };
  const text = await readFile(log, 'utf8');
  await stop();
  throw new Error(`MiniStack did not start:\n${text.split('\n').slice(-30).join('\n')}`);
}

function inherited(): Record<string, string> {
  return readConfig(z.object({}).catchall(z.string()));
}

/** Functions are processes of this machine, and nothing else listens. */
const SETTINGS = { LAMBDA_EXECUTOR: 'local', IOT_MTLS_ENABLED: '0', SFTP_ENABLED: '0' };

function ports(port: number) {
  return { GATEWAY_PORT: String(port), EDGE_PORT: String(port), MINISTACK_HOST: '127.0.0.1' };
}

/** Its functions and it itself reach it with TLS as well. */
function trust({ file, keyFile }: LocalCertificate) {
  const own = { USE_SSL: '1', MINISTACK_SSL_CERT: file, MINISTACK_SSL_KEY: keyFile };
  return { ...own, NODE_EXTRA_CA_CERTS: file, SSL_CERT_FILE: file };
}

function folders(folder: string) {
  return { TMPDIR: folder, S3_DATA_DIR: path.join(folder, 's3') };
}

async function serves(server: ChildProcess, url: string): Promise<boolean> {
  for (let looks = 0; looks < MAX_LOOKS && !hasEnded(server); looks += 1) {
    const answer = await fetch(url).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.ok) return true;
    await pause(LOOK_EVERY);
  }
  return false;
}

async function end(server: ChildProcess): Promise<void> {
  if (hasEnded(server)) return;
  const ended = once(server, 'exit');
  killGroup(server, 'SIGTERM');
  await Promise.race([ended, pause(STOP_AFTER, undefined, { ref: false })]);
  killGroup(server, 'SIGKILL');
  await ended;
}

/** Its functions outlive it when it is killed, so the group is told even when its first process has ended. */
function killGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody of the group is left.
  }
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}
