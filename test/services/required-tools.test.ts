import { execFile, spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../doubles/temporary-folder.ts';
import { SERVICES } from './services.ts';

/** Where Java is, if it is. */
const JAVA = spawnSync('sh', ['-c', 'command -v java']).stdout.toString().trim();

const SETUP = fileURLToPath(new URL('./start-services.ts', import.meta.url));

/** What a run says of servers that are not there, on a machine with these programs. Its tests would be skipped. */
async function saidWith(programs: string): Promise<string[]> {
  const script = `const { setup, teardown } = await import(${JSON.stringify(SETUP)});
    await setup({ provide: () => undefined });
    await teardown();`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
    env: { PATH: programs, AFFIDAVIT_SERVICES_CACHE: temporaryFolder() },
  });
  return stdout.trim().split('\n').sort();
}

const skippedFor = (reason: string) => Object.values(SERVICES).map(({ title }) => `skipped: ${title} (${reason})`);

it('says plainly that Java is missing, a line for each server', async () => {
  expect(await saidWith(temporaryFolder())).toEqual(skippedFor('java not found').sort());
});

it.skipIf(JAVA === '')('says plainly that Maven is missing, a line for each server', async () => {
  const programs = temporaryFolder();
  symlinkSync(JAVA, `${programs}/java`);

  expect(await saidWith(programs)).toEqual(skippedFor('mvn not found').sort());
});
