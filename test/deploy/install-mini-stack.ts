import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Of MiniStack, an emulator of AWS in Python (MIT). Pinned: the edits below are to this release's text. */
export const MINI_STACK_VERSION = '1.5.33';

/** What stands in the way of an emulator on this machine. No fault of the product: a test that needs it is skipped. */
export interface MissingServer {
  readonly missing: string;
}

/**
 * Installs MiniStack into a virtual environment of its own, once, below `$AFFIDAVIT_SERVICES_CACHE` or the user's cache
 * folder, and gives its Python. Without Python, its `venv` or the package index, it says so.
 *
 * @throws Error when the release is not the text that the edits are for.
 */
export async function installMiniStack(): Promise<{ readonly python: string } | MissingServer> {
  const folder = path.join(cacheFolder(), `mini-stack-${MINI_STACK_VERSION}`);
  const python = path.join(folder, 'bin/python');
  const mark = path.join(folder, '.installed');
  if (existsSync(mark)) return { python };

  await rm(folder, { recursive: true, force: true });
  await mkdir(path.dirname(folder), { recursive: true });
  const isMade = await succeeds('python3', ['-m', 'venv', folder]);
  if (!isMade) return { missing: 'python3 with venv not found' };
  const packages = [`ministack==${MINI_STACK_VERSION}`, 'hypercorn'];
  const isInstalled = await succeeds(python, ['-m', 'pip', 'install', '--quiet', ...packages]);
  if (!isInstalled) return { missing: 'pip could not install it' };

  const { stdout } = await run(python, ['-c', 'import ministack, os; print(os.path.dirname(ministack.__file__))']);
  for (const edit of EDITS) await apply(stdout.trim(), edit);
  await writeFile(mark, '');
  return { python };
}

function cacheFolder(): string {
  return process.env['AFFIDAVIT_SERVICES_CACHE'] ?? path.join(homedir(), '.cache/affidavit');
}

async function succeeds(command: string, args: readonly string[]): Promise<boolean> {
  return run(command, args).then(
    () => true,
    () => false,
  );
}

interface Edit {
  readonly file: string;
  readonly released: string;
  readonly edited: string;
}

/**
 * As released, every error thrown in a function of Node reaches Step Functions as `Runtime.HandlerError`, so that no
 * retrier and no catcher that names an error ever matches. Lambda reports the error's name; these make the emulator do so.
 */
const EDITS: readonly Edit[] = [
  {
    file: 'core/lambda_runtime.py',
    released: 'status: "error", error: String(err.message || err)',
    edited: 'status: "error", errorType: (err && err.name) || "Error", error: String(err.message || err)',
  },
  {
    file: 'services/lambda_svc.py',
    released: 'error_type = "Runtime.HandlerError"',
    edited: 'error_type = result.get("errorType") or "Runtime.HandlerError"',
  },
];

async function apply(root: string, { file, released, edited }: Edit): Promise<void> {
  const target = path.join(root, file);
  const text = await readFile(target, 'utf8');
  if (!text.includes(released)) throw new Error(`MiniStack ${MINI_STACK_VERSION} is not the release that is edited`);
  await writeFile(target, text.replaceAll(released, edited));
}
