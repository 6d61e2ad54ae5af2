import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { addTrainRerankerCommand } from '#infra/local/cli/train-reranker.ts';
import { RERANK_FEATURES } from '#shared/domain/rerank-features.ts';
import { beirFolder } from '../doubles/beir-folder.ts';
import { giveTemplate } from '../doubles/cached-template.ts';
import { runCommand } from '../doubles/run-command.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

it('fits the reranker on a test collection, and writes what it saw without a word of it', async () => {
  const [home, folder] = [temporaryFolder(), await beirFolder()];
  const out = path.join(home, 'features.json');
  const words = ['train-reranker', folder, '--split', 'test', '--meaning', '--out', out];
  await giveTemplate(home);

  const trained = await runCommand(addTrainRerankerCommand, [...words, '--json'], home);
  const shown = await runCommand(addTrainRerankerCommand, words, home);
  const tooFew = await runCommand(addTrainRerankerCommand, [...words.slice(0, -2), '--limit', '1'], home);

  const one = { value: 1, low: 1, high: 1 };
  expect(trained.documents).toMatchObject([
    {
      ...{ cases: 2, crossValidated: { fused: one, reranked: one, gain: { value: 0 } }, pValue: 1 },
      weights: Object.fromEntries(RERANK_FEATURES.map((name) => [name, expect.any(Number)])),
    },
  ]);
  const written = await readFile(out, 'utf8');
  expect(JSON.parse(written)).toMatchObject([{ id: 'q1', judgements: { 1: 1 } }, { id: 'q2' }]);
  expect(written).not.toMatch(/coral|violin/);
  expect(shown.printed).toHaveLength(3 + RERANK_FEATURES.length);
  expect(tooFew.code).toBe(2);
  expect(tooFew.notes.at(-1)).toContain('a fit takes cases of both kinds');
});
