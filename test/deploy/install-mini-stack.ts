import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { cachedFolder } from '../services/services-cache.ts';
import { type Edit, MINI_STACK_EDITS } from './mini-stack-edits.ts';

const run = promisify(execFile);

/** Of MiniStack, an emulator of AWS in Python (MIT). Pinned: the edits below are to this release's text. */
export const MINI_STACK_VERSION = '1.5.33';

/**
 * Installs MiniStack into a virtual environment in the cache, once, and gives its Python.
 *
 * @throws PipelineFailure `DependencyUnavailable` whose message says what is missing, as in `python3 not found`.
 */
export async function installMiniStack(): Promise<string> {
  const edits = createHash('sha256').update(JSON.stringify(MINI_STACK_EDITS)).digest('hex').slice(0, 8);
  const folder = await cachedFolder(`mini-stack-${MINI_STACK_VERSION}-${edits}`, async (unfinished) => {
    await needed('python3', ['--version'], 'python3 not found');
    await needed('python3', ['-m', 'venv', unfinished], 'python3 has no venv');
    const packages = [`ministack==${MINI_STACK_VERSION}`, 'hypercorn'];
    await needed(pythonIn(unfinished), ['-m', 'pip', 'install', '--quiet', ...packages], 'pip could not fetch it');
    const { stdout: root } = await run(pythonIn(unfinished), ['-c', WHERE]);
    for (const edit of MINI_STACK_EDITS) await apply(root.trim(), edit);
  });
  return pythonIn(folder);
}

const WHERE = 'import ministack, os; print(os.path.dirname(ministack.__file__))';

function pythonIn(folder: string): string {
  return path.join(folder, 'bin/python');
}

async function needed(command: string, options: readonly string[], otherwise: string): Promise<void> {
  await run(command, options).catch(() => {
    throw new PipelineFailure('DependencyUnavailable', otherwise);
  });
}

async function apply(root: string, { file, released, edited }: Edit): Promise<void> {
  const target = path.join(root, file);
  const text = await readFile(target, 'utf8');
  if (!text.includes(released)) throw new Error(`MiniStack ${MINI_STACK_VERSION} is not the text that is edited`);
  await writeFile(target, text.replaceAll(released, edited));
}
