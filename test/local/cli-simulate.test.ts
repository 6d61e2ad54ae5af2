import { expect, it } from 'vitest';
import { giveTemplate } from '../doubles/cached-template.ts';
import { runCli } from '../doubles/cli-process.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

/** Of a run in which processes die over a step, whose time limit would keep whoever waits for it. */
const SEED = 3;

it('ends with its run, whatever the processes that died in it had begun', async () => {
  const home = temporaryFolder();
  await giveTemplate(home);

  const { code, stdout } = await runCli(home, ['simulate', '--seed', String(SEED)]);

  expect(code).toBe(0);
  expect(stdout).toMatch(/, [1-9]\d* crashes,/);
  expect(stdout).toContain('0 lost, 0 doubled, 0 stale, 0 with orphans\n');
});
