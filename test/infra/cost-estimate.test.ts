import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { describedEnvironment } from '#infra/aws/described-environment.ts';
import { environmentResources } from '#infra/aws/environment-resources.ts';
import { ENVIRONMENT_NAMES, ENVIRONMENTS } from '#infra/environments/by-name.ts';
import { addCostCommand } from '#infra/local/cli/cost.ts';
import { estimateCosts } from '#infra/local/costs/estimate-costs.ts';
import { idleCosts, unpricedTypes } from '#infra/local/costs/idle-costs.ts';
import { ASSUMED_PROFILE } from '#infra/local/costs/workload.ts';
import { PRICES } from '#shared/domain/prices.ts';
import { runCommand } from '../doubles/run-command.ts';

const DESCRIBED = ENVIRONMENT_NAMES.map((name) => describedEnvironment(name));
const described = (name: string) =>
  DESCRIBED.find(({ settings }) => settings.name === name) ?? describedEnvironment(name);
const [PROD, DEV] = [described('prod'), described('dev')];
const NOW = Date.parse('2026-04-01T00:00:00Z');
const WORKLOAD = { documents: 10_000, pages: 12, questions: 50_000, scannedPages: 0 };

describe('the estimate of an environment', () => {
  it.each(DESCRIBED)('$settings.name: every type of resource is priced or free at rest', ({ resources }) => {
    expect(unpricedTypes(resources)).toEqual([]);
  });

  it('says of a resource of a new type that nobody priced it', () => {
    expect(unpricedTypes([{ Type: 'AWS::EC2::Instance', Properties: {} }])).toEqual([]);
    expect(unpricedTypes([{ Type: 'AWS::Neptune::DBCluster', Properties: {} }])).toEqual(['AWS::Neptune::DBCluster']);
  });

  it('reads what stands idle from the templates', () => {
    const { resources } = PROD;

    const lines = idleCosts(resources);

    const keys = resources.filter(({ Type }) => Type === 'AWS::KMS::Key').length;
    expect(lines).toContainEqual(expect.objectContaining({ what: 'encryption keys', dollars: keys }));
    const nodes = lines.find(({ what }) => what.startsWith('search, data nodes'));
    expect(nodes).toMatchObject({ quantity: 3 * 730, dollars: 3 * 730 * PRICES['node.r7g.large.search'].dollars });
  });

  it.each([
    ['small', { documents: 100, pages: 5, questions: 500, scannedPages: 0 }],
    ['middle', WORKLOAD],
    ['large', { documents: 1_000_000, pages: 30, questions: 2_000_000, scannedPages: 0 }],
  ])('of a %s size gives each line its source, and adds up', (_size, workload) => {
    const estimate = estimateCosts(PROD, workload, ASSUMED_PROFILE, NOW);

    const lines = [...estimate.idle, ...estimate.ingest, ...estimate.questions];
    for (const { source, date } of lines) {
      expect(source).toMatch(/^https:/);
      expect(date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    }
    expect(estimate.totals.all).toBeCloseTo(
      lines.reduce((sum, { dollars }) => sum + dollars, 0),
      6,
    );
    expect(estimate.each.thousandPages).toBeLessThanOrEqual(0.5);
    expect(estimate.each.answer).toBeLessThanOrEqual(0.005);
  });

  it('says what else there is, and whether that is dearer', () => {
    const { alternatives } = estimateCosts(PROD, WORKLOAD, ASSUMED_PROFILE, NOW);

    const differenceOf = (word: string) => alternatives.find(({ what }) => what.includes(word))?.difference;
    expect(differenceOf('serverless')).toBeLessThan(0);
    expect(differenceOf('nova-pro')).toBeGreaterThan(0);
    expect(differenceOf('extractive')).toBeLessThan(0);
    expect(differenceOf('reranker')).toBeCloseTo(100 * (1 + ASSUMED_PROFILE.retoldShare), 6);
  });

  it('names the price lists that are too old, and none that is not', () => {
    const at = (date: string) => estimateCosts(DEV, WORKLOAD, ASSUMED_PROFILE, Date.parse(date)).stale;

    expect(at('2025-12-02')).toEqual([]);
    expect(at('2027-12-01').length).toBeGreaterThan(5);
  });

  it('refuses a kind of node that the price file does not know', () => {
    const { search } = ENVIRONMENTS.dev;
    const settings = { ...ENVIRONMENTS.dev, search: { ...search, instanceType: 'r7g.2xlarge.search' } };

    expect(() =>
      estimateCosts({ settings, resources: environmentResources(settings) }, WORKLOAD, ASSUMED_PROFILE, NOW),
    ).toThrow('r7g.2xlarge.search');
  });
});

describe('affidavit cost', () => {
  it('prints what stands idle first, and each line with its source', async () => {
    const { code, printed, notes } = await runCommand(addCostCommand, ['cost', '--environment', 'dev']);

    expect(code).toBe(0);
    expect(printed.findIndex((line) => line.startsWith('idle'))).toBeLessThan(
      printed.findIndex((line) => line.startsWith('ingest')),
    );
    expect(printed.filter((line) => line.includes('https://')).length).toBeGreaterThan(20);
    const said = printed
      .filter((line) => line.includes('https://'))
      .map((line) => /, (by a copy|not compared)\)$/.exec(line)?.[1]);
    expect(new Set(said)).toEqual(new Set(['by a copy', 'not compared']));
    expect(notes.some((note) => note.startsWith('no price list was opened'))).toBe(true);
  });

  it('prints the same as JSON, and warns of each price list that is over 180 days old', async () => {
    const { documents, notes } = await runCommand(addCostCommand, ['cost', '--json', '--questions', '10']);

    expect(documents).toEqual([expect.objectContaining({ environment: 'prod', totals: expect.anything() })]);
    const { stale } = z.object({ stale: z.array(z.string()) }).parse(documents[0]);
    expect(stale.length).toBeGreaterThan(5); // Prices of 2025, and there is no way back.
    expect(notes.filter((note) => note.includes('over 180 days old')).map((note) => note.split('old: ')[1])).toEqual(
      stale,
    );
  });

  it.each([
    ['an estimate of a month', ['--month', '2026-03']],
    ['a month that is none', ['--tenants', '--month', 'march']],
    ['tenants and answers at once', ['--tenants', '--answers']],
    ['tenants of an estimate', ['--tenants', '--documents', '7']],
    ['an environment that is none', ['--tenants', '--environment', 'moon']],
  ])('refuses %s', async (_what, words) => {
    const { code, printed } = await runCommand(addCostCommand, ['cost', ...words]);

    expect([code, printed]).toEqual([2, []]);
  });
});
