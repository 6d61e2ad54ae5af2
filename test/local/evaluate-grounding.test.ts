import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { addEvaluateCommand } from '#infra/local/cli/evaluate.ts';
import { figuresNamed } from '#infra/local/evaluation/measurement.ts';
import { readRun } from '#infra/local/evaluation/run-file.ts';
import { evaluateGrounding, groundingLines } from '#infra/local/grounding/evaluate-grounding.ts';
import { readLabelledSets } from '#infra/local/grounding/labelled-claims.ts';
import { drawnClaims, supportAreas } from '#infra/local/grounding/support-areas.ts';
import { mean } from '#shared/domain/statistics.ts';
import type { SecondCheck } from '#shared/ports/second-check.ts';
import { runCommand } from '../doubles/run-command.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

const SOURCE =
  'The museum of Antwerp was opened in 1890 by the city and was extended twice. Visitors are not allowed to bring large dogs into the halls of the museum.';
const ROWS = [
  ['knowledge', 'response', 'begin_label'],
  [SOURCE, 'The museum was opened in 1890.', 'Fully attributable'],
  [SOURCE, 'The museum was opened in 1980.', 'Not fully attributable'],
  [SOURCE, 'I like museums.', 'Generic'],
];

async function labelledFolder(): Promise<string> {
  const folder = temporaryFolder();
  await writeFile(path.join(folder, 'begin.tsv'), ROWS.map((row) => row.join('\t')).join('\n'));
  return folder;
}

it('catches corrupted claims in seven languages and drops no true one', async () => {
  const report = evaluateGrounding('labelled', await readLabelledSets(await labelledFolder()));

  expect(report.metrics['corruption.caught']?.value).toBeGreaterThan(0.95);
  expect(report.metrics['untouched.dropped']?.value).toBeLessThan(0.05);
  expect(report.metrics['lies.citation.correct']).toMatchObject({ value: 1, cases: 200 });
  expect(groundingLines(report)).toHaveLength(1 + Object.keys(report.metrics).length);
});

it('measures against labels by people, and leaves out what says nothing', async () => {
  const { metrics } = evaluateGrounding('labelled', await readLabelledSets(await labelledFolder()));

  expect(metrics['begin.balancedAccuracy']).toMatchObject({ value: 1, cases: 2 });
});

it('says how far a second opinion agrees with people', async () => {
  const sets = await readLabelledSets(await labelledFolder());
  const seen: number[] = [];
  const by = (scoreOf: (text: string) => number): SecondCheck => ({
    ...{ name: 'stub', most: () => [] },
    scores: async ({ claims }) => ({ scores: claims.map(({ text }) => scoreOf(text)), uses: [] }),
  });

  const right = await supportAreas(
    sets,
    by((text) => (text.includes('1890') ? 0.9 : 0.2)),
    (done) => seen.push(done),
  );
  const blind = await supportAreas(
    sets,
    by(() => 0.5),
    () => undefined,
  );

  expect(right['begin.support.auroc']).toMatchObject({ value: 1, cases: 2 });
  expect(blind['begin.support.auroc']).toMatchObject({ value: 0.5 });
  expect(seen).toEqual([1, 2]);
});

it('draws the same claims for a second opinion each time, of each set as many', () => {
  const claims = Array.from({ length: 50 }, (_, at) => ({ claim: String(at), source: '', isCarried: at % 2 === 0 }));
  const sets = [
    { name: 'a', claims },
    { name: 'b', claims },
  ];
  const first = drawnClaims(sets, 10);

  expect(drawnClaims(sets, 10)).toEqual(first);
  expect(first.map((set) => new Set(set.claims).size)).toEqual([10, 10]);
  expect(first[0]?.claims).not.toEqual(claims.slice(0, 10));
  expect(drawnClaims(sets, 99)[1]?.claims).toHaveLength(50);
});

it('writes a run of its pairs, whose means are what it prints and which holds no text of them', async () => {
  const folder = await labelledFolder();
  const out = path.join(folder, 'run.json');

  const { documents } = await runCommand(addEvaluateCommand, ['evaluate', 'grounding', folder, '--json', '--out', out]);

  const { kind, cases } = await readRun(out);
  const [{ metrics }] = documents as [ReturnType<typeof evaluateGrounding>]; // Printed by our own command.
  expect(kind).toBe('grounding');
  for (const name of ['corruption.caught', 'untouched.dropped'])
    expect(mean(figuresNamed(cases, name))).toBeCloseTo(metrics[name]?.value ?? Number.NaN, 12);
  expect(figuresNamed(cases, 'unattributable.dropped')).toEqual([1]);
  expect(await readFile(out, 'utf8')).not.toContain('museum');
});

it('refuses a folder without labels', async () => {
  await expect(readLabelledSets(temporaryFolder())).rejects.toMatchObject({ name: 'InputInvalid' });
});
