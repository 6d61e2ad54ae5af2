import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';

/** The version that is installed and asked, so that its rules change only when this line does. */
const VERSION = '1.58.0';

const FOLDER = path.join(homedir(), '.cache/affidavit', `cfn-lint-${VERSION}`);
const PROGRAM = path.join(FOLDER, 'bin/cfn-lint');

/** Rules that are not asked: the CDK writes that a resource comes after its role, which a reference to it says too. */
const IGNORED = ['W3005'];

const FindingsSchema = z.array(
  z.object({
    Filename: z.string(),
    Level: z.enum(['Error', 'Warning', 'Informational']),
    Message: z.string(),
    Location: z.object({ Path: z.array(z.union([z.string(), z.number()])).nullable() }),
    Rule: z.object({ Id: z.string() }),
  }),
);
export type TemplateFinding = z.output<typeof FindingsSchema>[number];

const run = promisify(execFile);

/** Installs cfn-lint once, into a folder of the user's cache. Gives the reason when it cannot. */
export async function prepareCfnLint(): Promise<string | undefined> {
  if (existsSync(PROGRAM)) return undefined;
  try {
    await run('python3', ['--version']);
  } catch {
    return 'python3 not found';
  }
  try {
    mkdirSync(path.dirname(FOLDER), { recursive: true });
    await run('python3', ['-m', 'venv', '--clear', FOLDER]);
    const options = ['--quiet', '--disable-pip-version-check'];
    await run(path.join(FOLDER, 'bin/pip'), ['install', ...options, `cfn-lint==${VERSION}`]);
    return undefined;
  } catch {
    rmSync(FOLDER, { recursive: true, force: true });
    return `version ${VERSION} could not be installed by pip`;
  }
}

/** Everything that cfn-lint finds in these files. */
export async function lintTemplates(files: readonly string[]): Promise<TemplateFinding[]> {
  const options = ['--format', 'json', '--ignore-checks', ...IGNORED];
  const { stdout } = await run(PROGRAM, [...options, '--template', ...files], { maxBuffer: 64 * 2 ** 20 }).catch(
    (failure: unknown) => z.object({ stdout: z.string().min(1) }).parse(failure), // Findings end it with a code of their own.
  );
  return FindingsSchema.parse(JSON.parse(stdout || '[]'));
}
