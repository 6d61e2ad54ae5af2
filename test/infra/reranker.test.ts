import { describe, expect, it } from 'vitest';
import { dev } from '#infra/environments/dev.ts';
import { estimateCosts } from '#infra/local/costs/estimate-costs.ts';
import { questionCosts } from '#infra/local/costs/usage-costs.ts';
import { ASSUMED_PROFILE } from '#infra/local/costs/workload.ts';
import { EnvironmentSettings } from '#shared/contracts/environment-settings.ts';
import { FunctionSettings } from '#shared/contracts/settings.ts';
import { synthesizedEnvironment } from './synthesized-environment.ts';
import { lambdaOf, permissionsOf } from './templates.ts';

const reranked = (reranker: unknown) => EnvironmentSettings.safeParse({ ...dev, models: { ...dev.models, reranker } });
const COHERE = { model: 'cohere.rerank-v3-5:0', region: 'us-west-2' } as const;

function queryOf(settings: EnvironmentSettings) {
  const environment = synthesizedEnvironment(settings);
  const { Variables } = lambdaOf(environment, 'query').Properties['Environment'] as {
    Variables: Record<string, string>;
  };
  const permissions = permissionsOf(environment, 'query').filter((one) => one.includes('.rerank-'));
  return { reranker: FunctionSettings.pick({ RERANKER: true }).parse(Variables).RERANKER, permissions };
}

describe('the reranker of an environment', () => {
  it('is off and allowed nothing when it is left out', () => {
    expect(queryOf(dev)).toEqual({ reranker: 'off', permissions: [] });
  });

  it('may be called by the query function alone, the one model in the one region', () => {
    const settings = reranked(COHERE).data ?? dev;

    const { reranker, permissions } = queryOf(settings);

    expect(reranker).toEqual(COHERE);
    expect(permissions).toHaveLength(1);
    expect(permissions[0]).toMatch(
      /^bedrock:InvokeModel on .*:bedrock:us-west-2::foundation-model\/cohere\.rerank-v3-5:0/,
    );
    expect(permissionsOf(synthesizedEnvironment(settings), 'embed').join()).not.toContain('.rerank-');
  });

  it('needs no permission when it is the local scorer', () => {
    expect(queryOf(reranked('local').data ?? dev)).toEqual({ reranker: 'local', permissions: [] });
  });

  it.each([
    [
      'a region without the model',
      { model: 'amazon.rerank-v1:0', region: 'us-east-1' },
      /ap-northeast-1, ca-central-1/,
    ],
    ['a region that models may not be sent to', { ...COHERE, region: 'eu-central-1' }, /not among the regions/],
    ['a model that does not rerank', { ...COHERE, model: 'amazon.nova-lite-v1:0' }, /Invalid/],
  ])('is refused in %s', (_what, setting, message) => {
    expect(reranked(setting).error?.message).toMatch(message);
  });

  it('costs its list price a question, and once more where one is told anew', () => {
    const workload = { documents: 1, pages: 1, questions: 1_000, scannedPages: 0 };
    const line = (settings: EnvironmentSettings) =>
      questionCosts(workload, ASSUMED_PROFILE, settings).find(({ what }) => what.includes('reranking'));

    expect(line(reranked(COHERE).data ?? dev)?.dollars).toBeCloseTo(2 * (1 + ASSUMED_PROFILE.retoldShare), 10);
    expect(line(dev)).toBeUndefined();
  });

  it('is what an estimate offers to do without where it is on', () => {
    const workload = { documents: 1, pages: 1, questions: 1_000, scannedPages: 0 };
    const settings = reranked(COHERE).data ?? dev;
    const alternativesOf = (of: EnvironmentSettings) =>
      estimateCosts({ settings: of, resources: [] }, workload, ASSUMED_PROFILE, 0).alternatives;

    expect(alternativesOf(settings)).toContainEqual({
      what: 'no reranker',
      difference: expect.closeTo(-2 * (1 + ASSUMED_PROFILE.retoldShare), 10),
    });
    expect(alternativesOf(dev).map(({ what }) => what)).not.toContain('no reranker');
  });
});
