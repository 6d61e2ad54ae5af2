import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { addCompareCommand } from '#infra/local/cli/compare.ts';
import type { EvaluationRun } from '#shared/contracts/evaluation-run.ts';
import { plantLoss, retrievalRun } from '../doubles/evaluation-runs.ts';
import { runCommand } from '../doubles/run-command.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

async function compare(before: EvaluationRun, after: EvaluationRun, ...more: readonly string[]) {
  const folder = temporaryFolder();
  const files = [before, after].map((run, at) => {
    const file = path.join(folder, `run-${at}.json`);
    writeFileSync(file, JSON.stringify(run));
    return file;
  });
  return runCommand(addCompareCommand, ['compare', ...files, ...more]);
}

it('compares two runs case by case', async () => {
  const before = retrievalRun(100);

  const { code, documents } = await compare(before, plantLoss(before, 0.1).run, '--json');

  expect(code).toBe(0);
  expect(documents).toMatchObject([
    {
      figures: [
        {
          figure: 'hybrid.recall@10',
          cases: 100,
          difference: { value: expect.closeTo(-0.1, 9) },
          higher: 0,
          lower: 10,
        },
        { figure: 'milliseconds', difference: { value: 0 }, pValue: 1 },
      ],
    },
  ]);
});

it('prints a line for each figure', async () => {
  const { printed } = await compare(retrievalRun(20), retrievalRun(20));

  expect(printed).toHaveLength(3);
  expect(printed[1]).toMatch(/^hybrid\.recall@10 +20 .* \+0\.000 +\[\+0\.000, \+0\.000\] +1\.0 +0 +0$/);
});

it('refuses runs over other documents', async () => {
  const run = retrievalRun(20);

  const { code, printed, notes } = await compare(run, { ...run, dataset: { ...run.dataset, corpus: '0'.repeat(64) } });

  expect([code, printed]).toEqual([2, []]);
  expect(notes.join()).toContain('documents differ');
});
