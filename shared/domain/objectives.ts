import type { MetricName } from './operational-metrics.ts';

/** `page` wakes somebody up; `ticket` is for the next working day. */
export type Severity = 'page' | 'ticket';

interface ObjectiveText {
  /** Also the name of its runbook, `docs/operations/runbooks/<id>.md`, and part of its alarms' names. */
  readonly id: string;
  readonly title: string;
  /** What a user notices when it is missed, in one sentence. */
  readonly impact: string;
  /** The most urgent of its alarms. */
  readonly severity: Severity;
}

/** A share of events that has to be good, over a rolling window. What may be bad is the error budget. */
export interface RatioObjective extends ObjectiveText {
  readonly kind: 'ratio';
  /** Share of good events, 0 to 1. */
  readonly target: number;
  readonly windowDays: number;
  /** Counts the events that can be good or bad. */
  readonly valid: MetricName;
  /** Counts those of them that are bad; emitted with every valid event, 0 when it is good. */
  readonly bad: MetricName;
  /** Bad events in the long window below which no alarm fires, so that one failure at night pages nobody. */
  readonly minimumBad: number;
}

export type Statistic = 'Sum' | 'Average' | 'Minimum' | 'Maximum' | 'SampleCount';

/** A figure that has to stay on its side of a limit. */
export interface LimitObjective extends ObjectiveText {
  readonly kind: 'limit';
  /** What is read, by the name that `expression` gives it. */
  readonly reads: Readonly<Record<string, { readonly metric: MetricName; readonly statistic: Statistic }>>;
  /** CloudWatch metric math over `reads`. */
  readonly expression: string;
  /** It is missed above this. */
  readonly threshold: number;
  readonly periodSeconds: number;
  /** Of so many periods, so many have to be over the limit. */
  readonly periods: { readonly of: number; readonly over: number };
  /** What silence means: `breaching` where something has to report all the time. */
  readonly missing: 'notBreaching' | 'breaching';
}

export type Objective = RatioObjective | LimitObjective;

/**
 * How fast a budget of 30 days is spent, over a long window, and still being spent, over a short one. At 14.4 two hours
 * and five minutes spend 4 %, at 6 a day spends 20 %, at 1 it lasts just as long as it has to.
 *
 * Source: Google, "The Site Reliability Workbook", chapter 5, table 5-8. The windows keep to what CloudWatch allows:
 * period times evaluation periods is seven days at most.
 */
export const BURN_RATES = [
  { name: 'fast', factor: 14.4, longSeconds: 3_600, shortSeconds: 300, severity: 'page' },
  { name: 'slow', factor: 6, longSeconds: 6 * 3_600, shortSeconds: 1_800, severity: 'page' },
  { name: 'steady', factor: 1, longSeconds: 3 * 86_400, shortSeconds: 6 * 3_600, severity: 'ticket' },
] as const;

/** Milliseconds, or seconds where it says so, past which an event counts as bad. Goals of the product. */
export const LIMITS = {
  retrievalMilliseconds: 600,
  firstClaimMilliseconds: 1_500,
  answerMilliseconds: 5_000,
  freshnessSeconds: 120,
  /** Pages of a document beyond which freshness is not promised. */
  freshPages: 50,
} as const;

/** Ours: five failures in an hour are no accident at any traffic, and fewer tell nothing of a rate. */
const MINIMUM_BAD = 5;

/**
 * Share of the canary's facts that have to stand in one of the first three passages, and points that may be missing of
 * it: goals of the product. The share is 8 of 8 over an embedder that knows words alone (`test/local/canary.test.ts`);
 * `affidavit canary` says what it is with the models of a release, and would justify another.
 */
const CANARY_BASELINE = 1;
const CANARY_MARGIN = 3;

/** One look over the limit is enough, and silence is no news. */
const AT_ONCE = { kind: 'limit', threshold: 0, periods: { of: 1, over: 1 }, missing: 'notBreaching' } as const;

const MONTH = { kind: 'ratio', windowDays: 30, minimumBad: MINIMUM_BAD } as const;

/** Everything that the product promises of its running. Alarms, budgets, dashboards and `affidavit slo` follow from it. */
export const OBJECTIVES: readonly Objective[] = [
  {
    ...MONTH,
    ...{ id: 'query-availability', title: 'Questions are answered', severity: 'page' },
    impact: 'People who ask get an error in place of an answer.',
    ...{ target: 0.995, valid: 'RequestsValid', bad: 'RequestsFailed' },
  },
  {
    ...MONTH,
    ...{ id: 'retrieval-latency', title: 'Passages are found within 600 ms', severity: 'page' },
    impact: 'Searches and the start of every answer feel slow.',
    ...{ target: 0.95, valid: 'RetrievalsTimed', bad: 'RetrievalsSlow' },
  },
  {
    ...MONTH,
    ...{ id: 'first-claim-latency', title: 'The first words come within 1.5 s', severity: 'page' },
    impact: 'People look at an empty page and think that nothing happens.',
    ...{ target: 0.95, valid: 'FirstClaimsTimed', bad: 'FirstClaimsSlow' },
  },
  {
    ...MONTH,
    ...{ id: 'answer-latency', title: 'The whole answer comes within 5 s', severity: 'page' },
    impact: 'People wait for the end of an answer, and some leave before it.',
    ...{ target: 0.95, valid: 'AnswersTimed', bad: 'AnswersSlow' },
  },
  {
    ...MONTH,
    ...{ id: 'freshness', title: 'Documents are searchable within 2 minutes', severity: 'page' },
    impact: 'People miss in answers what they have just uploaded.',
    ...{ target: 0.95, valid: 'DocumentsTimed', bad: 'DocumentsLate' },
  },
  {
    ...MONTH,
    ...{ id: 'ingest-success', title: 'Valid documents are processed', severity: 'page' },
    impact: 'Documents that are in order are rejected or held, and missing in answers.',
    ...{ target: 0.999, valid: 'DocumentsValid', bad: 'DocumentsFailed' },
  },
  {
    ...MONTH,
    ...{ id: 'citation-coverage', title: 'Claims can be looked up on their page', severity: 'ticket' },
    impact: 'People see claims whose quote cannot be shown on the page that it is from.',
    ...{ target: 0.98, valid: 'ClaimsShown', bad: 'ClaimsUncited' },
  },
  {
    ...AT_ONCE,
    ...{ id: 'duplicate-ratio', title: 'An upload takes effect once', severity: 'page' },
    impact: 'Every upload is paid for several times, and documents wait behind their own copies.',
    reads: {
      executions: { metric: 'ExecutionsEnded', statistic: 'Sum' },
      uploads: { metric: 'UploadsProcessed', statistic: 'Sum' },
    },
    // A few too many are retries after an answer that got lost; with few uploads they would be over the limit.
    expression: 'IF(executions - uploads >= 5, executions / IF(uploads > 0, uploads, 1), 1)',
    threshold: 1.05,
    periodSeconds: 3_600,
  },
  {
    ...{ kind: 'limit', id: 'stuck-flow', title: 'What waits is started', severity: 'page' },
    impact: 'Uploads are taken and none of them becomes searchable, without any error.',
    reads: {
      waiting: { metric: 'AttemptsWaiting', statistic: 'Minimum' },
      starts: { metric: 'ExecutionsStarted', statistic: 'Sum' },
      steps: { metric: 'StepsEnded', statistic: 'Sum' },
    },
    // Long documents may hold all slots for longer than five minutes; then their steps still end, one after the other.
    expression: 'IF(waiting > 0 AND FILL(starts, 0) + FILL(steps, 0) < 1, 1, 0)',
    threshold: 0,
    periodSeconds: 60,
    periods: { of: 5, over: 5 },
    missing: 'notBreaching',
  },
  {
    ...AT_ONCE,
    ...{ id: 'reconciliation-gap', title: 'No change goes unnoticed', severity: 'ticket' },
    impact: 'New, changed or deleted files show up in answers only once the reconciler has found them.',
    reads: { lost: { metric: 'EventsLost', statistic: 'Sum' } },
    expression: 'lost',
    // Passes are at most an hour apart. A reconciler that is silent for two counts as a gap itself.
    periodSeconds: 7_200,
    missing: 'breaching',
  },
  {
    ...AT_ONCE,
    ...{ id: 'canary-run', title: 'A document goes all the way', severity: 'page' },
    impact: 'A made-up document or a question about it does not get through, so real ones may not either.',
    reads: { failures: { metric: 'CanaryFailures', statistic: 'Sum' } },
    expression: 'failures',
    // Of three runs two: one may meet a throttled model. A canary that is silent for as long is no canary.
    threshold: 1,
    periodSeconds: 2_700,
    missing: 'breaching',
  },
  {
    ...AT_ONCE,
    ...{ id: 'leak-canary', title: 'Nothing planted is read', severity: 'page' },
    impact: 'Values that redaction has to take away, or documents of others, may be read by people who must not.',
    reads: { leaks: { metric: 'CanaryLeaks', statistic: 'Sum' } },
    expression: 'leaks',
    periodSeconds: 60, // The canary's own silence is told by its own objective.
  },
  {
    ...AT_ONCE,
    ...{ id: 'canary-recall', title: 'What is there is found', severity: 'ticket' },
    impact: 'People ask for what stands in a document and do not find it.',
    reads: {
      facts: { metric: 'CanaryFacts', statistic: 'Sum' },
      misses: { metric: 'CanaryMisses', statistic: 'Sum' },
    },
    // Percent. Fewer facts than those of five runs tell nothing of three points.
    expression: 'IF(facts >= 40, 100 * misses / facts, 0)',
    threshold: 100 * (1 - CANARY_BASELINE) + CANARY_MARGIN,
    periodSeconds: 21_600,
  },
  {
    ...AT_ONCE,
    ...{ id: 'circuit-open', title: 'Parts that questions need are up', severity: 'ticket' },
    impact: 'Answers come from the second model, are the documents’ own words, or do not come at all.',
    reads: { opened: { metric: 'CircuitsOpened', statistic: 'Sum' } },
    expression: 'opened',
    // A failed probe counts again, every five seconds at most: a part that was away for a moment stays below, one that is
    // down or comes and goes does not. Stand-ins hide it from everything above.
    threshold: 5,
    periodSeconds: 300,
  },
  {
    ...AT_ONCE,
    ...{ id: 'budget-nearly-spent', title: 'Tenants stay within their budgets', severity: 'ticket' },
    impact: 'A tenant has little left of its month’s budget; once it is spent its people get no answers.',
    reads: { used: { metric: 'BudgetUsed', statistic: 'Maximum' } },
    expression: 'used',
    threshold: 80,
    periodSeconds: 300,
  },
  {
    ...AT_ONCE,
    ...{ id: 'budget-spent', title: 'Nobody is refused for want of money', severity: 'page' },
    impact: 'A tenant has spent its month’s budget: its people get no answers, and its new documents are rejected.',
    reads: {
      used: { metric: 'BudgetUsed', statistic: 'Maximum' },
      refusals: { metric: 'BudgetRefusals', statistic: 'Sum' },
    },
    // At 100 %, before anybody is refused; and a refusal by itself, also where the level did not come along.
    expression: 'IF(FILL(used, 0) >= 100 OR FILL(refusals, 0) > 0, 1, 0)',
    periodSeconds: 300,
  },
];

/** Share of events that may be bad, without the noise of binary fractions: 0.005 for 99.5 %. */
export function errorBudget({ target }: Pick<RatioObjective, 'target'>): number {
  return rounded(1 - target);
}

/** Share of bad events at which the budget burns so many times too fast. */
export function burnLimit(objective: RatioObjective, factor: number): number {
  return rounded(factor * errorBudget(objective));
}

function rounded(share: number): number {
  return Number(share.toFixed(6));
}
