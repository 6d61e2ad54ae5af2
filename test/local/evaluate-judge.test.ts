import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { addEvaluateCommand } from '#infra/local/cli/evaluate.ts';
import { readRun } from '#infra/local/evaluation/run-file.ts';
import { readJudgeLabels } from '#infra/local/judging/judge-labels.ts';
import type { JudgeReport } from '#infra/local/judging/judge-report.ts';
import { judgesNumbers, judgingEndpoint, type ShownToJudge } from '../doubles/judging-endpoint.ts';
import { runCommand } from '../doubles/run-command.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

/** Answers about the rents of so many halls, every second of which tells another sum. */
function labelsFile(halls: number): string {
  const file = path.join(temporaryFolder(), 'rents.jsonl');
  const lines = Array.from({ length: halls }, (_, hall) => {
    const rent = 1_000 + 37 * hall;
    const holds = hall % 2 === 0;
    return {
      ...{ criterion: 'faithful', reference: `The rent of the hall is ${rent} euros a month.`, holds },
      answer: `Its rent is ${holds ? rent : rent + 5} euros.`,
    };
  });
  writeFileSync(file, lines.map((line) => JSON.stringify(line)).join('\n'));
  return file;
}

interface Judged {
  readonly metrics: Readonly<Record<string, { readonly value: number; readonly cases?: number }>>;
  readonly judge: JudgeReport;
  readonly models: readonly { readonly model: string; readonly calls: number; readonly dollars: number }[];
}

async function evaluated(
  judge: (shown: ShownToJudge) => boolean | undefined,
  { model = 'small-model', more = [] as readonly string[], labels = labelsFile(8) } = {},
) {
  const url = await judgingEndpoint(judge);
  const settings = { AFFIDAVIT_JUDGE_MODEL_URL: url, AFFIDAVIT_JUDGE_MODEL: model };
  const out = path.join(temporaryFolder(), 'judge.json');
  const args = ['evaluate', 'judge', labels, '--json', '--out', out, ...more];
  const { code, documents, notes } = await runCommand(addEvaluateCommand, args, temporaryFolder(), settings);
  return { code, out, notes, report: documents[0] as Judged }; // Printed by our own command.
}

describe('a judge is measured against people', () => {
  it('and one that reads is worth something', async () => {
    const { code, out, report } = await evaluated(judgesNumbers);

    expect(code).toBe(0);
    expect(report.metrics).toMatchObject({
      'advisory.faithful': { value: 0.5, cases: 8 },
      'advisory.faithful.agreement': { value: 1 },
      'advisory.faithful.balancedAccuracy': { value: 1 },
      'advisory.faithful.kappa': { value: 1 },
    });
    expect(report.judge).toMatchObject({ repeats: 3, criteria: { faithful: { standing: 'calibrated' } } });
    expect(report.models).toMatchObject([{ model: 'small-model', calls: 24, dollars: 0 }]);
    expect(await readRun(out)).toMatchObject({ kind: 'judge', system: { judge: 'small-model', 'judge.repeats': 3 } });
    expect(readFileSync(out, 'utf8')).not.toContain('rent is');
  });

  it.each([
    ['always says yes', () => true, 1],
    ['always says no', () => false, 0],
  ])('and one that %s is unmasked, however often it agrees with itself', async (_what, judge, said) => {
    const { report } = await evaluated(judge);

    expect(report.metrics).toMatchObject({
      'advisory.faithful': { value: said },
      'advisory.faithful.agreement': { value: 1 },
      'advisory.faithful.balancedAccuracy': { value: 0.5 },
      'advisory.faithful.kappa': { value: 0 },
    });
    expect(report.judge.criteria.faithful?.standing).toBe('uninformative');
  });

  it('and what it says each time another way goes by the majority, with its agreement beside it', async () => {
    const wavering = (shown: ShownToJudge) => (shown.asked === 2 ? !judgesNumbers(shown) : judgesNumbers(shown));

    const { report } = await evaluated(wavering);

    expect(report.metrics['advisory.faithful.balancedAccuracy']?.value).toBe(1);
    expect(report.metrics['advisory.faithful.agreement']?.value).toBeCloseTo(1 / 3, 12);
  });

  it('is asked with a bound on what it writes, and may differ from one time to the next', async () => {
    const requests: ShownToJudge['request'][] = [];
    await evaluated(
      ({ request }) => {
        requests.push(request);
        return true;
      },
      { labels: labelsFile(2), more: ['--judge-repeats', '1'] },
    );

    expect(requests).toHaveLength(2);
    expect(requests[0]).toMatchObject({ max_tokens: 300, temperature: 1, response_format: { type: 'json_schema' } });
  });
});

describe('a judge that cannot be asked', () => {
  it('leaves its figures out, says of how many, and ends nothing', async () => {
    const { code, report } = await evaluated(() => undefined);

    expect(code).toBe(0);
    expect(report.metrics['advisory.faithful.judged']?.value).toBe(0);
    expect(report.metrics['advisory.faithful']).toBeUndefined();
    expect(report.judge.criteria.faithful?.standing).toBe('uncalibrated');
  });

  it('takes no more than its budget, and what it did not judge is said', async () => {
    const { report } = await evaluated(judgesNumbers, {
      ...{ model: 'amazon.nova-lite-v1:0', more: ['--judge-budget', '0.0004'], labels: labelsFile(16) },
    });

    const [{ calls, dollars } = { calls: 0, dollars: 0 }] = report.models;
    expect(calls).toBeLessThan(24);
    expect(dollars).toBeGreaterThan(0);
    expect(dollars).toBeLessThan(0.0008);
    expect(report.metrics['advisory.faithful.judged']?.value).toBeLessThan(0.5);
  });

  it('is asked for by name: without a model nothing begins', async () => {
    const { code, notes } = await runCommand(addEvaluateCommand, ['evaluate', 'judge', labelsFile(2)]);

    expect(code).toBe(2);
    expect(notes.join()).toContain('AFFIDAVIT_JUDGE_MODEL');
  });
});

describe('labels', () => {
  it('are read from the layout of BEGIN, too', async () => {
    const folder = temporaryFolder();
    const rows = [
      ['knowledge', 'response', 'begin_label'],
      ['The museum was opened in 1890.', 'It was opened in 1890.', 'Fully attributable'],
      ['The museum was opened in 1890.', 'I like museums.', 'Generic'],
    ];
    writeFileSync(path.join(folder, 'begin.tsv'), rows.map((row) => row.join('\t')).join('\n'));

    const labels = await readJudgeLabels(folder);

    expect(labels).toMatchObject([{ id: 'begin-1', holds: true, judged: { criterion: 'faithful', question: '' } }]);
  });

  it('are refused by the line that is malformed, whose text is not repeated', async () => {
    const file = path.join(temporaryFolder(), 'rents.jsonl');
    writeFileSync(file, '{"criterion": "friendly", "reference": "rent", "answer": "rent", "holds": true}');

    await expect(readJudgeLabels(file)).rejects.toMatchObject({
      ...{ name: 'InputInvalid', message: 'rents.jsonl is malformed in line 1' },
    });
  });
});
