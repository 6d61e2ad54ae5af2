import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { BenchContext } from './bench-context.ts';
import type { BenchRow } from './bench-report.ts';

const MAIN = fileURLToPath(new URL('../cli/main.ts', import.meta.url));

/** What `start` says once the demonstration question was answered with quotes. */
const FIRST_ANSWER = /^First cited answer/;

/** From the command to the first cited answer, on an empty state folder, Node's own start included. */
export async function benchStart({ settings, note }: BenchContext): Promise<BenchRow[]> {
  const { AFFIDAVIT_HOME: home } = await settings();
  note('start: from nothing to the first cited answer');
  const startedAt = performance.now();
  // `env` sets the two variables and keeps the others, which only the configuration may read.
  const variables = [`AFFIDAVIT_HOME=${home}`, 'AFFIDAVIT_PORT=0'];
  const child = spawn('env', [...variables, process.execPath, MAIN, 'start'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
  });
  let seconds: number | undefined;
  for await (const line of createInterface({ input: child.stderr })) {
    if (!FIRST_ANSWER.test(line)) continue;
    seconds = (performance.now() - startedAt) / 1000;
    child.kill('SIGINT');
  }
  await ended;
  if (seconds === undefined) note('start: it ended without a cited answer');
  return seconds === undefined ? [] : [{ name: 'start.first-cited-answer', value: seconds, unit: 's', cases: 1 }];
}
