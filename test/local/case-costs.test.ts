import { describe, expect, it } from 'vitest';
import { modelLines, withAcceptedCost, withCosts } from '#infra/local/evaluation/case-costs.ts';
import { reportLines, reportOf } from '#infra/local/evaluation/evaluation-report.ts';
import { type Measurement, runOf, SHARE } from '#infra/local/evaluation/measurement.ts';
import { EvaluationRunSchema } from '#shared/contracts/evaluation-run.ts';
import { meteredCost } from '#shared/domain/metered-cost.ts';

const HASH = 'ab'.repeat(32);
const LITE = 'us.amazon.nova-lite-v1:0';
const use = (model: string, inputTokens: number) => ({ model, calls: 1, inputTokens, outputTokens: 0 });
const costOf = (...uses: readonly ReturnType<typeof use>[]) => meteredCost(uses);

/** Three questions, of which the first two were answered as expected. */
const MEASURED: Measurement = {
  kind: 'answers',
  cases: [1, 1, 0].map((expected, at) => ({ id: `q${at + 1}`, slices: {}, figures: { expected } })),
  figures: { expected: SHARE },
  summary: {},
  seconds: 1,
};
const costs = (models: readonly string[]) =>
  new Map(models.map((model, at) => [`q${at + 1}`, costOf(use(model, 1_000))]));
const isExpected = (figures: Readonly<Record<string, number>>) => figures['expected'] === 1;
const dollars = ({ cases }: Measurement) => cases.map(({ figures }) => figures['cost']);

describe('the cost of an evaluation', () => {
  it('is dollars a case by the file of prices, and the run that is written holds it', () => {
    const priced = withCosts(MEASURED, costs([LITE, LITE, 'extractive']));

    const run = runOf(priced, { dataset: { name: 'set', corpus: HASH, gold: HASH }, system: {}, at: 0 });

    const whole = EvaluationRunSchema.parse(JSON.parse(JSON.stringify(run)));
    expect(whole.cases.map(({ figures }) => figures['cost'])).toEqual([0.00006, 0.00006, 0]);
    expect(whole.figures['cost']).toEqual({ scale: 'amount', better: 'lower' });
    expect(reportLines(reportOf(whole))).toContainEqual(
      expect.stringMatching(/^cost +0\.00004 {2}\[0\.000, 0\.00006\]$/),
    );
  });

  it('of a case that asked nobody is nothing', () => {
    expect(dollars(withCosts(MEASURED, costs([LITE])))).toEqual([0.00006, 0, 0]);
  });

  it('is no figure where no model has a price, and a line says of each model why', () => {
    const free = withCosts(MEASURED, costs(['extractive', 'bge-small-en-v1.5-int8']));

    expect(free.figures).toEqual(MEASURED.figures);
    expect(modelLines(free.models ?? [])).toEqual([
      'extractive: 1 calls, 1000 tokens in, 0 out; in this process, which costs nothing',
      'bge-small-en-v1.5-int8: 1 calls, 1000 tokens in, 0 out; in this process, which costs nothing',
    ]);
  });

  it('of a case that asked a model without a price is unknown: less than it was would be told else', () => {
    const priced = withCosts(MEASURED, new Map([...costs([LITE, LITE]), ['q3', costOf(use(LITE, 1), use('own', 9))]]));

    expect(dollars(priced)).toEqual([0.00006, 0.00006, undefined]);
    expect(modelLines(priced.models ?? []).at(-1)).toMatch(/^own: .*without a price/);
  });

  it('of what was remembered is nothing, whoever said it first', () => {
    const remembered = costOf({ ...use('own', 0), calls: 0 });

    const priced = withCosts(MEASURED, new Map([...costs([LITE]), ['q2', remembered]]));

    expect(dollars(priced)).toEqual([0.00006, 0, 0]);
    expect(priced.models?.map(({ model }) => model)).toEqual([LITE]);
  });

  it('may have a part that is told apart, such as that of reranking', () => {
    const whole = withCosts(withCosts(MEASURED, costs([LITE])), costs(['amazon.rerank-v1:0']), 'reranked.cost');

    expect(whole.cases[0]?.figures).toMatchObject({ cost: 0.00006, 'reranked.cost': 0.001 });
    expect(whole.models?.map(({ model }) => model)).toEqual([LITE, 'amazon.rerank-v1:0']);
  });
});

describe('the cost of an accepted answer', () => {
  it('is what all questions took, over the answers that came out as expected', () => {
    const { summary } = withAcceptedCost(withCosts(MEASURED, costs([LITE, LITE, LITE])), isExpected);

    expect(summary['cost.accepted']?.value).toBeCloseTo(0.00009, 12);
  });

  it.each([
    ['no model has a price', withCosts(MEASURED, costs(['extractive'])), isExpected],
    ['no answer was accepted', withCosts(MEASURED, costs([LITE])), () => false],
  ])('is not told where %s', (_where, measured, isAccepted) => {
    expect(withAcceptedCost(measured, isAccepted).summary).toEqual({});
  });
});
