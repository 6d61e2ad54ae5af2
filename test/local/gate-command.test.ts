import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { addGateCommand } from '#infra/local/cli/gate.ts';
import type { EvaluationRun } from '#shared/contracts/evaluation-run.ts';
import { plantLoss, retrievalRun } from '../doubles/evaluation-runs.ts';
import { runCommand } from '../doubles/run-command.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

const POLICY = `
version: 1
confidence: 0.95
figures:
  hybrid.recall@10: { maxLoss: 0.02 }
reportOnly: ['milli*']
`;

async function gate(baseline: EvaluationRun, candidate: EvaluationRun, policy = POLICY, ...more: readonly string[]) {
  const folder = temporaryFolder();
  const file = (name: string, content: string) => {
    writeFileSync(path.join(folder, name), content);
    return path.join(folder, name);
  };
  const args = [
    ...['--baseline', file('baseline.json', JSON.stringify(baseline))],
    ...['--candidate', file('candidate.json', JSON.stringify(candidate))],
    ...['--policy', file('gate.yaml', policy)],
  ];
  const [markdown, html] = [path.join(folder, 'gate.md'), path.join(folder, 'gate.html')];
  const run = await runCommand(addGateCommand, ['gate', ...args, '--markdown', markdown, '--html', html, ...more]);
  const written = (name: string) => readFileSync(name, 'utf8');
  return { ...run, said: run.notes.join('\n'), markdown: () => written(markdown), html: () => written(html) };
}

describe('the gate', () => {
  it.each([
    [0.03, 225],
    [0.02, 300],
  ])('blocks a planted loss of %d on %i questions, and says which', async (share, cases) => {
    const baseline = retrievalRun(cases);
    const { run, lost } = plantLoss(baseline, share);

    const { code, markdown, html } = await gate(baseline, run);

    expect(code).toBe(1);
    expect(markdown()).toContain('Gate: fail');
    for (const id of lost) expect(markdown()).toContain(`- \`${id}\`: 1.000 before, 0.000 now`);
    for (const id of lost) expect(html()).toContain(`<td>${id}</td>`);
  });

  it('passes an equal run', async () => {
    const { code, documents } = await gate(retrievalRun(225), retrievalRun(225), POLICY, '--json');

    expect(code).toBe(0);
    expect(documents).toMatchObject([{ verdict: 'pass', claims: [{ figure: 'hybrid.recall@10', failing: [] }] }]);
  });

  it('settles nothing on ten questions, and says how many it takes', async () => {
    const equal = await gate(retrievalRun(10), retrievalRun(10));
    const worse = await gate(retrievalRun(10), plantLoss(retrievalRun(10), 0.1).run);

    expect([equal.code, worse.code]).toEqual([2, 2]);
    expect(equal.markdown()).toMatch(/inconclusive, about \d+ cases would settle it/);
  });

  it('holds each part of the questions to its own threshold', async () => {
    const baseline = retrievalRun(400);
    const cases = baseline.cases.map((each, at) =>
      at % 2 === 1 && at < 80 ? { ...each, figures: { ...each.figures, 'hybrid.recall@10': 0 } } : each,
    );
    const policy = `${POLICY}slices: { language: { hybrid.recall@10: { maxLoss: 0.05 } } }\n`;

    const { documents } = await gate(baseline, { ...baseline, cases }, policy, '--json');

    expect(documents).toMatchObject([
      { claims: [{}, { slice: 'language=de', verdict: 'fail' }, { slice: 'language=en', verdict: 'pass' }] },
    ]);
  });

  it('holds amounts and figures of all cases to theirs', async () => {
    const policy = POLICY.replace("'milli*'", '').replace(
      'reportOnly',
      '  milliseconds: { maximum: 250, share: 0.05 }\n  macro-f1: { minimum: 0.9 }\nreportOnly',
    );
    const summary = { 'macro-f1': { value: 0.8, low: 0.75, high: 0.85 } };
    const run = retrievalRun(200, { summary });

    const { code, documents } = await gate(run, run, policy, '--json');

    expect(code).toBe(1);
    expect(documents).toMatchObject([
      { claims: [{ verdict: 'pass' }, { figure: 'milliseconds', verdict: 'pass' }, { verdict: 'fail' }] },
    ]);
  });
});

describe('a figure that a model judged', () => {
  const judged = (share: number, changes: Partial<EvaluationRun> = {}) => {
    const run = retrievalRun(300, changes);
    const figures = { ...run.figures, 'advisory.faithful': { scale: 'share', better: 'higher' } as const };
    const cases = run.cases.map((each, at) => ({
      ...each,
      figures: { ...each.figures, 'advisory.faithful': at < share * 300 ? 1 : 0 },
    }));
    return { ...run, figures, cases };
  };
  const withAdvice = (thresholds: string) => POLICY.replace('figures:', `figures:\n  advisory.faithful: ${thresholds}`);
  const LIMITS = '{ minimum: 0.9, maxLoss: 0.02 }';

  it('warns where it is bad, and turns no pass into a fail', async () => {
    const { code, documents, markdown, html } = await gate(judged(1), judged(0.5), withAdvice(LIMITS), '--json');

    expect(code).toBe(0);
    const [{ warnings }] = documents as [{ warnings: readonly string[] }]; // What the command documents.
    expect(warnings).toHaveLength(2);
    expect(markdown()).toContain('Gate: pass');
    expect(markdown()).toMatch(/fail, advisory \|[\s\S]*Warnings, on which the verdict does not hang/);
    expect(html()).toContain('fail, advisory');
  });

  it('turns no fail into a pass where it is good', async () => {
    const { run } = plantLoss(judged(1), 0.1);

    const { code, documents } = await gate(judged(1), run, withAdvice(LIMITS), '--json');

    expect(code).toBe(1);
    expect(documents).toMatchObject([{ verdict: 'fail', warnings: [] }]);
  });

  it.each([
    ['that the candidate does not have', judged(1), retrievalRun(300), ''],
    ['that the baseline does not have', retrievalRun(300), judged(1), ''],
    ['of another judge', judged(1), judged(1, { system: { judge: 'other' } }), ''],
    ['of a slice that no case has', judged(1), judged(1), `slices: { tenant: { advisory.faithful: ${LIMITS} } }\n`],
  ])('only warns of one %s', async (_what, baseline, candidate, more) => {
    const { code, documents } = await gate(baseline, candidate, withAdvice(LIMITS) + more, '--json');

    expect(code).toBe(0);
    expect(documents).toMatchObject([
      { verdict: 'pass', warnings: expect.arrayContaining([expect.stringContaining('advisory.faithful')]) },
    ]);
  });

  it('is compared on the cases that were judged in both runs', async () => {
    const [first, ...others] = judged(1).cases;
    const silent = {
      ...judged(1),
      cases: [{ ...first, figures: { 'hybrid.recall@10': 1, milliseconds: 40 } }, ...others],
    };

    const { code, documents } = await gate(silent as EvaluationRun, judged(1), withAdvice(LIMITS), '--json');

    expect(code).toBe(0);
    expect(documents).toMatchObject([{ claims: [{}, { cases: 299, isAdvisory: true }, { cases: 299 }] }]);
  });

  it('needs no threshold, and is none by itself', async () => {
    const alone = POLICY.replace('hybrid.recall@10: { maxLoss', 'advisory.faithful: { maxLoss');

    const without = await gate(judged(1), judged(0));
    const only = await gate(judged(1), judged(1), alone);

    expect([without.code, only.code]).toEqual([0, 1]);
    expect(only.said).toContain('all its figures are advisory');
  });
});

describe('what cannot be judged ends as a failure, never as inconclusive', () => {
  const run = retrievalRun(20);

  it.each([
    ['a figure without a threshold', POLICY.replace("'milli*'", ''), 'no threshold for milliseconds'],
    ['a figure that names none', POLICY.replace('{ maxLoss: 0.02 }', '{}'), 'without a threshold'],
    ['a figure that was not measured', POLICY.replace('recall@10', 'recall@9'), 'does not have hybrid.recall@9'],
    ['a limit without its share', POLICY.replace('maxLoss: 0.02', 'maximum: 2'), 'go together'],
    [
      'a loss of milliseconds',
      POLICY.replace('hybrid.recall@10', 'milliseconds').replace('milli*', 'hybrid*'),
      'for shares',
    ],
    ['a slice that no case has', `${POLICY}slices: { tenant: { hybrid.recall@10: { minimum: 0 } } }`, 'slice tenant'],
    ['no policy at all', 'figures: [', 'cannot be read'],
  ])('%s', async (_what, policy, reason) => {
    const { code, said } = await gate(run, run, policy);

    expect(code).toBe(1);
    expect(said).toContain(reason);
  });

  it.each([
    ['other documents', { dataset: { ...run.dataset, corpus: 'ef'.repeat(32) } }, 'documents differ'],
    ['other labels', { dataset: { ...run.dataset, gold: 'ef'.repeat(32) } }, 'labels differ'],
    ['another kind', { kind: 'answers' as const }, 'different kinds'],
    ['fewer cases', { cases: run.cases.slice(1) }, '1 cases are in the baseline alone'],
  ])('runs over %s', async (_what, changes, reason) => {
    const { code, said } = await gate(run, { ...run, ...changes });

    expect(code).toBe(1);
    expect(said).toContain(reason);
  });

  const ALL_CASES = POLICY.replace('reportOnly', '  macro-f1: { minimum: 0.5 }\nreportOnly');
  it.each([
    [
      'a slice of a figure that is of all cases',
      `${ALL_CASES}slices: { language: { macro-f1: { minimum: 0.5 } } }`,
      'no slice',
    ],
    ['a loss of one', ALL_CASES.replace('minimum: 0.5', 'minimum: 0.5, maxLoss: 0.02'), 'a minimum alone'],
    ['an amount of one', ALL_CASES.replace('minimum: 0.5', 'maximum: 2, share: 0.1'), 'a minimum alone'],
  ])('%s', async (_what, policy, reason) => {
    const measured = { ...run, summary: { 'macro-f1': { value: 0.8, low: 0.7, high: 0.9 } } };

    const { code, said } = await gate(measured, measured, policy);

    expect(code).toBe(1);
    expect(said).toContain(reason);
  });

  it.each(['rec*', 'hybrid*@10*10', 'hybrid.recall@1'])('a figure that %s does not stand for', async (pattern) => {
    const policy = POLICY.replace('hybrid.recall@10: { maxLoss: 0.02 }', 'milliseconds: { maximum: 50, share: 0.1 }');
    const { code, said } = await gate(run, run, policy.replace('milli*', pattern));

    expect(code).toBe(1);
    expect(said).toContain('no threshold for hybrid.recall@10');
  });

  it('a run of no case', async () => {
    const { code, said } = await gate({ ...run, cases: [] }, { ...run, cases: [] });

    expect(code).toBe(1);
    expect(said).toContain('malformed (cases');
  });

  it('a file that is no run', async () => {
    const { code, said } = await gate({ ...run, kind: 'wishes' as 'answers' }, run);

    expect(code).toBe(1);
    expect(said).toContain('baseline.json is malformed (kind');
  });
});

it('writes names from files as text, on the page as in the summary', async () => {
  const run = retrievalRun(300);
  const cases = run.cases.map((each) => ({ ...each, id: `<script>alert("${each.id}")</script>|@all` }));
  const { run: worse } = plantLoss({ ...run, cases }, 0.1);

  const { markdown, html } = await gate({ ...run, cases }, worse);

  expect(html()).not.toContain('<script');
  expect(html()).toContain('<svg');
  expect(html()).not.toMatch(/(?:src|href)=/);
  expect(markdown()).toMatch(/- `<script>alert\("q\d+"\)<\/script>_@all`:/);
});
