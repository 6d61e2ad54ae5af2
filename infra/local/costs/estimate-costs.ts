import type { DescribedEnvironment } from '#infra/aws/described-environment.ts';
import { HOURS_A_MONTH } from '#infra/aws/network-price.ts';
import type { EnvironmentSettings } from '#shared/contracts/environment-settings.ts';
import { type PriceName, staleSources, uncheckedPrices } from '#shared/domain/prices.ts';
import { canaryCosts } from './canary-costs.ts';
import { type CostLine, costLine, totalOf } from './cost-line.ts';
import { idleCosts, unpricedTypes } from './idle-costs.ts';
import { ingestCosts, questionCosts, scheduleCosts } from './usage-costs.ts';
import type { Profile, Workload } from './workload.ts';

export interface CostEstimate {
  readonly environment: string;
  readonly workload: Workload;
  readonly profile: Profile;
  /** What stands whether or not it is used, dearest first. */
  readonly idle: readonly CostLine[];
  readonly ingest: readonly CostLine[];
  readonly questions: readonly CostLine[];
  /** Dollars a month. */
  readonly totals: { readonly idle: number; readonly ingest: number; readonly questions: number; readonly all: number };
  /** Dollars for 1,000 pages and for one answer, without what stands idle. */
  readonly each: { readonly thousandPages: number; readonly answer: number };
  readonly alternatives: readonly Alternative[];
  /** Types of resources that nobody priced. */
  readonly unpriced: readonly string[];
  /** Price lists that are older than they may be. */
  readonly stale: readonly string[];
  /** Prices that were compared with nothing: the lines that are made of them are estimates twice over. */
  readonly unchecked: readonly PriceName[];
}

interface Alternative {
  readonly what: string;
  /** Dollars that it would add to a month; below 0 it saves. */
  readonly difference: number;
}

/** What an environment would cost a month, line by line, from its synthesized templates and the price file. */
export function estimateCosts(
  { settings, resources }: DescribedEnvironment,
  workload: Workload,
  profile: Profile,
  now: number,
): CostEstimate {
  const idle = [...idleCosts(resources), ...scheduleCosts(settings), ...canaryCosts(profile, settings)];
  const ingest = ingestCosts(workload, profile, settings);
  const questions = questionCosts(workload, profile, settings);
  const lines = [...idle, ...ingest, ...questions];
  const totals = { idle: totalOf(idle), ingest: totalOf(ingest), questions: totalOf(questions), all: totalOf(lines) };
  const used: readonly PriceName[] = lines.map(({ price }) => price);
  return {
    ...{ environment: settings.name, workload, profile, idle, ingest, questions, totals },
    each: {
      thousandPages: (1_000 * totals.ingest) / (workload.documents * workload.pages),
      answer: totals.questions / workload.questions,
    },
    alternatives: alternatives(settings, workload, profile, idle),
    unpriced: unpricedTypes(resources),
    stale: staleSources(used, now),
    unchecked: uncheckedPrices(used),
  };
}

/**
 * Capacity units that a serverless index with replicas stands at: two that index and two that search, halves allowed.
 * Source: OpenSearch Service guide, "Managing capacity limits for Amazon OpenSearch Serverless".
 */
const SERVERLESS_UNITS = 2;

/** The models that the answers could also be written by. Embedding models stand apart: they want a new index. */
const OTHER_ANSWERERS = ['us.amazon.nova-lite-v1:0', 'us.amazon.nova-pro-v1:0', 'us.anthropic.claude-haiku-4-5'];

function alternatives(
  settings: EnvironmentSettings,
  workload: Workload,
  profile: Profile,
  idle: readonly CostLine[],
): Alternative[] {
  const search = totalOf(idle.filter(({ what }) => what.startsWith('search, ')));
  const serverless = costLine('', 'search.serverless', SERVERLESS_UNITS * HOURS_A_MONTH).dollars;
  const answersBy = (answer: string) =>
    totalOf(questionCosts(workload, profile, { ...settings, models: { ...settings.models, answer } }));
  const { answer } = settings.models;
  return [
    { what: 'a serverless index at its smallest, with replicas', difference: serverless - search },
    ...OTHER_ANSWERERS.filter((other) => other !== answer).map((other) => ({
      what: `answers by ${other}`,
      difference: answersBy(other) - answersBy(answer),
    })),
    { what: 'extractive answers alone, without a model', difference: -modelCosts(workload, profile, settings) },
    withoutOrWithReranker(workload, profile, settings),
  ];
}

/** The reranker that an environment without one could have; its region has no part in its price. */
const RERANKER = { model: 'cohere.rerank-v3-5:0', region: 'us-west-2' } as const;

/** No reranker where one on Bedrock is asked, and one where none is. */
function withoutOrWithReranker(workload: Workload, profile: Profile, settings: EnvironmentSettings): Alternative {
  const { models } = settings;
  const costOf = (reranker: typeof models.reranker) =>
    totalOf(questionCosts(workload, profile, { ...settings, models: { ...models, reranker } }));
  if (typeof models.reranker === 'object')
    return { what: 'no reranker', difference: costOf('off') - costOf(models.reranker) };
  return {
    what: 'a reranker on Bedrock for every question',
    difference: costOf(RERANKER) - costOf(models.reranker),
  };
}

/** Lines that go when no model answers. */
const OF_ANSWER_MODELS = /^(?:answers|questions told anew), /;

function modelCosts(workload: Workload, profile: Profile, settings: EnvironmentSettings): number {
  return totalOf(questionCosts(workload, profile, settings).filter(({ what }) => OF_ANSWER_MODELS.test(what)));
}
