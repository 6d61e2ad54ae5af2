import { QUEUED_LETTERS } from '#infra/aws/dead-letter-edges.ts';
import { CANARY_MINUTES } from '#shared/contracts/canary.ts';
import { errorBudget } from '#shared/domain/objectives.ts';
import { METRIC_NAMES, type MetricValues } from '#shared/domain/operational-metrics.ts';
import { seededRandom } from '#shared/domain/statistics.ts';
import { RATIO_OBJECTIVES } from './burn-drill.ts';
import { type Raised, raisedAlarms } from './raised-alarms.ts';
import type { TemplateAlarms } from './read-alarms.ts';
import { simulatedSeries } from './simulated-series.ts';

export interface HealthyMonth {
  readonly days: number;
  /** Questions in all that time. */
  readonly events: number;
  readonly raised: readonly Raised[];
}

/** What is emitted in a minute, by us and by SQS. */
type Happened = MetricValues & { readonly [QUEUED_LETTERS]?: number };

/** Questions an hour by day and by night: so few that a single failure is a large share. */
const BY_DAY = 30;
const BY_NIGHT = 1;

/** Part of its error budget that a healthy service spends. */
const SPENT = 0.2;

/** Of all uploads, how many are run twice by a retry, and of all passes, how many meet an event on its way. */
const RETRIED = 0.005;
const MET_ON_THE_WAY = 0.001;

/** Part of a day's minutes in which a circuit opens for a moment: twice a day. */
const OPENED_FOR_A_MOMENT = 2 / 1_440;

/** Of all runs of the canary, how many fail by chance. */
const CANARY_FAILED = 0.001;

/** Percent of its budget that the tenant of a call has spent: a tenant that spends all but what an alarm tells of. */
const WELL_SPENT = 80;

/** Minutes between two times that SQS tells of a queue. */
const QUEUES_TOLD = 5;

/** Minutes, each day, in which long documents hold all slots: something waits, nothing starts, a step ends now and then. */
const LONG_DOCUMENTS = { from: 600, minutes: 60, betweenSteps: 4 } as const;

/** A service that is well and little used: a fifth of each budget is spent, at random, and now and then something waits. */
export function healthyMonth(alarms: TemplateAlarms, days: number, seed: number): HealthyMonth {
  const random = seededRandom(seed);
  const minutes = days * 1_440;
  const happened = Array.from(
    { length: minutes },
    (_, minute): Happened => ({
      ...eventsOf(minute, random),
      ...uploadsOf(minute, random),
      ...flowOf(minute),
      ...(random() < OPENED_FOR_A_MOMENT && { CircuitsOpened: 1 }),
      ...(minute % 60 === 0 && { EventsLost: random() < MET_ON_THE_WAY ? 1 : 0 }),
      ...(minute % CANARY_MINUTES === 0 && canaryOf(random)),
      ...(minute % QUEUES_TOLD === 0 && { [QUEUED_LETTERS]: 0 }),
    }),
  );
  const told = [...METRIC_NAMES, QUEUED_LETTERS] as const;
  const emissions = told.map((metric) => [metric, (minute: number) => happened[minute]?.[metric]]);
  const raised = raisedAlarms(alarms, simulatedSeries(minutes, Object.fromEntries(emissions)));
  return { days, events: happened.filter(({ RequestsValid }) => RequestsValid).length, raised };
}

/** At most one event a minute of each objective that counts good and bad ones. */
function eventsOf(minute: number, random: () => number): MetricValues {
  const events = RATIO_OBJECTIVES.filter(() => random() < chanceOf(minute)).map((objective) => ({
    ...{ [objective.valid]: 1, [objective.bad]: random() < SPENT * errorBudget(objective) ? 1 : 0 },
  }));
  const money = random() < chanceOf(minute) && { ModelMicrodollars: 1_000, BudgetUsed: WELL_SPENT, BudgetRefusals: 0 };
  return Object.assign({}, ...events, money);
}

function uploadsOf(minute: number, random: () => number): MetricValues {
  if (random() >= chanceOf(minute)) return {};
  return { UploadsProcessed: 1, ExecutionsEnded: random() < RETRIED ? 2 : 1 };
}

/** A run now and then meets a throttled model, and a fact now and then is fourth. */
function canaryOf(random: () => number): MetricValues {
  const failures = random() < CANARY_FAILED ? 1 : 0;
  const misses = random() < CANARY_FAILED ? 1 : 0;
  return { CanaryRuns: 1, CanaryFailures: failures, CanaryLeaks: 0, CanaryFacts: 8, CanaryMisses: misses };
}

function flowOf(minute: number): MetricValues {
  const since = (minute % 1_440) - LONG_DOCUMENTS.from;
  if (since < 0 || since >= LONG_DOCUMENTS.minutes) return { AttemptsWaiting: 0 };
  return { AttemptsWaiting: 1, ...(since % LONG_DOCUMENTS.betweenSteps === 0 && { StepsEnded: 1 }) };
}

/** Of an event in this minute. */
function chanceOf(minute: number): number {
  const hour = Math.floor(minute / 60) % 24;
  return (hour < 7 || hour >= 19 ? BY_NIGHT : BY_DAY) / 60;
}
