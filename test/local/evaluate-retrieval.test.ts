import { expect, it } from 'vitest';
import { evaluateRetrieval, type Rankings } from '#infra/local/evaluation/evaluate-retrieval.ts';
import { reportLines } from '#infra/local/evaluation/evaluation-report.ts';

const query = (id: string, relevant: string) => ({ id, text: id, judgements: new Map([[relevant, 1]]) });
const DATASET = { name: 'tiny', hash: '', corpus: [], queries: [query('q1', 'a'), query('q2', 'b'), query('q3', 'c')] };
const RANKINGS: Record<string, Rankings> = {
  q1: { lexical: ['a'], dense: ['x', 'a'], hybrid: ['a'] },
  q2: { lexical: ['x', 'b'], dense: ['b'], hybrid: ['b'] },
  q3: { lexical: [], dense: [], hybrid: [] },
};
const retrieve = async (question: string): Promise<Rankings> =>
  RANKINGS[question] ?? { lexical: [], dense: [], hybrid: [] };

async function evaluate(limit: number) {
  let clock = 0;
  const now = () => {
    clock += 1_500;
    return clock;
  };
  const done: number[] = [];
  return {
    ...(await evaluateRetrieval(DATASET, retrieve, { limit, now, onProgress: (count) => done.push(count) })),
    done,
  };
}

it('gives the mean of each metric over the questions, with its interval', async () => {
  const { report } = await evaluate(10);

  expect(report).toMatchObject({ kind: 'retrieval', dataset: 'tiny', cases: 3, seconds: 1.5 });
  expect(report.metrics['hybrid.ndcg@10']?.value).toBeCloseTo(2 / 3, 12);
  expect(report.metrics['lexical.ndcg@10']?.value).toBeCloseTo((1 + 1 / Math.log2(3)) / 3, 12);
  expect(report.metrics['dense.recall@100']).toMatchObject({ low: expect.any(Number), high: expect.any(Number) });
});

it('asks no more than it may, and says how far it is', async () => {
  const { report, done } = await evaluate(2);

  expect(report.cases).toBe(2);
  expect(done).toEqual([1, 2]);
});

it('tests hybrid against each part', async () => {
  const { pValues } = await evaluate(10);

  expect(pValues.lexical).toBeGreaterThan(0.4);
  expect(pValues.dense).toBeGreaterThan(0.4);
});

it('prints a line for each metric', async () => {
  const { report } = await evaluate(10);

  const lines = reportLines(report);

  expect(lines).toHaveLength(1 + Object.keys(report.metrics).length);
  expect(lines).toContainEqual(expect.stringMatching(/^hybrid\.recall@50 +0\.667 {2}\[0\.000, 1\.000\]$/));
});
