import { expect, it } from 'vitest';
import {
  evaluateRetrieval,
  hybridPValue,
  type Rankings,
  type RetrievalCase,
  type RetrievalSide,
} from '#infra/local/evaluation/evaluate-retrieval.ts';
import { reportLines, reportOf } from '#infra/local/evaluation/evaluation-report.ts';
import { runOf } from '#infra/local/evaluation/measurement.ts';

const query = (id: string, relevant: string, language: string): RetrievalCase => ({
  ...{ id, text: id, judgements: new Map([[relevant, 1]]), slices: { language } },
});
const CASES = [query('q1', 'a', 'en'), query('q2', 'b', 'en'), query('q3', 'c', 'de')];
const RANKINGS: Record<string, Pick<Rankings, RetrievalSide>> = {
  q1: { lexical: ['a'], dense: ['x', 'a'], hybrid: ['a'], reranked: ['a'] },
  q2: { lexical: ['x', 'b'], dense: ['b'], hybrid: ['b'], reranked: ['x', 'b'] },
  q3: { lexical: [], dense: [], hybrid: [], reranked: [] },
};
const retrieve = async ({ id }: RetrievalCase): Promise<Rankings> => ({
  ...(RANKINGS[id] ?? { lexical: [], dense: [], hybrid: [], reranked: [] }),
  ...{ milliseconds: 20, rerankMilliseconds: 3 },
  ...{ uses: [useOf('bge-small-en-v1.5-int8')], rerankUses: [useOf('local-rerank')] },
});
const useOf = (model: string) => ({ model, calls: 1, inputTokens: 1_000_000, outputTokens: 0 });
const HASH = 'ab'.repeat(32);

async function evaluate(limit: number) {
  let clock = 0;
  const now = () => {
    clock += 1_500;
    return clock;
  };
  const done: number[] = [];
  const measurement = await evaluateRetrieval(CASES, retrieve, {
    ...{ limit, now, onProgress: (count: number) => void done.push(count) },
  });
  const run = runOf(measurement, { dataset: { name: 'tiny', corpus: HASH, gold: HASH }, system: {}, at: 0 });
  return { measurement, report: reportOf(run), done };
}

it('gives the mean of each metric over the questions, with its interval', async () => {
  const { report } = await evaluate(10);

  expect(report).toMatchObject({ kind: 'retrieval', dataset: 'tiny', cases: 3, seconds: 1.5 });
  expect(report.metrics['hybrid.ndcg@10']?.value).toBeCloseTo(2 / 3, 12);
  expect(report.metrics['lexical.ndcg@10']?.value).toBeCloseTo((1 + 1 / Math.log2(3)) / 3, 12);
  expect(report.metrics['dense.recall@100']).toMatchObject({ low: expect.any(Number), high: expect.any(Number) });
  expect(report.metrics['milliseconds.p95']).toEqual({ value: 20, low: 20, high: 20 });
});

it('says what reranking gains over hybrid, and what it costs', async () => {
  const { report, measurement } = await evaluate(10);

  expect(report.metrics['reranked.gain']?.value).toBeCloseTo((1 / Math.log2(3) - 1) / 3, 12);
  expect(report.metrics['reranked.milliseconds.p95']).toEqual({ value: 3, low: 3, high: 3 });
  expect(hybridPValue(measurement.cases, 'reranked')).toBeGreaterThan(0.4);
});

it('says what a question takes of paid models, and what reranking adds to it', async () => {
  const paid = async (question: RetrievalCase): Promise<Rankings> => ({
    ...(await retrieve(question)),
    ...{ uses: [useOf('amazon.titan-embed-text-v2:0')], rerankUses: [useOf('cohere.rerank-v3-5:0')] },
  });

  const { cases, figures } = await evaluateRetrieval(CASES, paid, {
    ...{ limit: 1, now: () => 0, onProgress: () => undefined },
  });

  expect(cases[0]?.figures).toMatchObject({ cost: 0.02, 'reranked.cost': 0.002 });
  expect(Object.keys(figures)).toEqual(expect.arrayContaining(['cost', 'reranked.cost']));
});

it('gives the same for each part of the questions', async () => {
  const { report } = await evaluate(10);

  expect(report.slices['language=en']).toMatchObject({ cases: 2, metrics: { 'hybrid.ndcg@10': { value: 1 } } });
  expect(report.slices['language=de']).toMatchObject({ cases: 1, metrics: { 'hybrid.ndcg@10': { value: 0 } } });
});

it('asks no more than it may, and says how far it is', async () => {
  const { report, done } = await evaluate(2);

  expect(report.cases).toBe(2);
  expect(done).toEqual([1, 2]);
});

it('tests hybrid against each part', async () => {
  const { measurement } = await evaluate(10);

  expect(hybridPValue(measurement.cases, 'lexical')).toBeGreaterThan(0.4);
  expect(hybridPValue(measurement.cases, 'dense')).toBeGreaterThan(0.4);
});

it('prints a line for each metric', async () => {
  const { report } = await evaluate(10);

  const lines = reportLines(report);

  expect(lines).toHaveLength(1 + Object.keys(report.metrics).length);
  expect(lines).toContainEqual(expect.stringMatching(/^hybrid\.recall@50 +0\.667 {2}\[0\.000, 1\.000\]$/));
});

it('prints the figures of each slice when asked, and of how many cases a figure is that not all have', async () => {
  const { report } = await evaluate(10);
  const { low, high } = { low: 0, high: 1 };

  const metrics = { 'hybrid.recall@50': { ...{ value: 0.5, low, high }, cases: 1 } };
  const lines = reportLines({ ...report, metrics, slices: { 'language=de': { cases: 1, metrics } } }, true);

  expect(lines.slice(1)).toEqual([
    'hybrid.recall@50  0.500  [0.000, 1.000]  of 1',
    ...['', 'language=de: 1 cases', 'hybrid.recall@50  0.500  [0.000, 1.000]'],
  ]);
});
