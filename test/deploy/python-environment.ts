import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { cachedFolder } from '../services/services-cache.ts';

const run = promisify(execFile);

/**
 * The Python of a virtual environment with these packages, in the cache and made once. `finish` is given it while it is
 * made, and may change what was installed. Programs besides it hold paths that are wrong by then: ask it for modules.
 *
 * @throws PipelineFailure `DependencyUnavailable` whose message says what is missing, as in `python3 not found`.
 */
export async function pythonEnvironment(
  name: string,
  packages: readonly string[],
  finish: (python: string) => Promise<void> = async () => undefined,
): Promise<string> {
  const folder = await cachedFolder(name, async (unfinished) => {
    await needed('python3', ['--version'], 'python3 not found');
    await needed('python3', ['-m', 'venv', unfinished], 'python3 has no venv');
    const install = ['-m', 'pip', 'install', '--quiet', ...packages];
    await needed(pythonIn(unfinished), install, 'pip could not fetch it');
    await finish(pythonIn(unfinished));
  });
  return pythonIn(folder);
}

function pythonIn(folder: string): string {
  return path.join(folder, 'bin/python');
}

async function needed(command: string, options: readonly string[], otherwise: string): Promise<void> {
  await run(command, options).catch(() => {
    throw new PipelineFailure('DependencyUnavailable', otherwise);
  });
}
