import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Edit, MINI_STACK_EDITS } from './mini-stack-edits.ts';
import { pythonEnvironment } from './python-environment.ts';

/** Of MiniStack, an emulator of AWS in Python (MIT). Pinned: the edits below are to this release's text. */
export const MINI_STACK_VERSION = '1.5.33';

/**
 * Installs MiniStack into a virtual environment in the cache, once, and gives its Python.
 *
 * @throws PipelineFailure `DependencyUnavailable` whose message says what is missing, as in `python3 not found`.
 */
export async function installMiniStack(): Promise<string> {
  const edits = createHash('sha256').update(JSON.stringify(MINI_STACK_EDITS)).digest('hex').slice(0, 8);
  const packages = [`ministack==${MINI_STACK_VERSION}`, 'hypercorn'];
  return pythonEnvironment(`mini-stack-${MINI_STACK_VERSION}-${edits}`, packages, async (python) => {
    const { stdout: root } = await promisify(execFile)(python, ['-c', WHERE]);
    for (const edit of MINI_STACK_EDITS) await apply(root.trim(), edit);
  });
}

const WHERE = 'import ministack, os; print(os.path.dirname(ministack.__file__))';

async function apply(root: string, { file, released, edited }: Edit): Promise<void> {
  const target = path.join(root, file);
  const text = await readFile(target, 'utf8');
  if (!text.includes(released)) throw new Error(`MiniStack ${MINI_STACK_VERSION} is not the text that is edited`);
  await writeFile(target, text.replaceAll(released, edited));
}
