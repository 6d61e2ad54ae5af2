import { QUEUED_LETTERS } from '#infra/aws/dead-letter-edges.ts';
import type { MetricPoint } from '#shared/domain/metric-series.ts';
import type { MinuteOfEvents } from './error-shapes.ts';

/** How an objective with a limit goes wrong when so many of a minute's events do, and when that is over its limit. */
export interface LimitScenario {
  /** What is emitted in such a minute, by metric. In a minute without events nothing is. */
  emits(events: MinuteOfEvents): Readonly<Record<string, number | MetricPoint>>;
  /** Minutes that are looked at together, and how many such looks in a row have to be over. */
  readonly minutes: number;
  readonly inARow?: number;
  isOver(events: readonly MinuteOfEvents[]): boolean;
  /** Whether somebody is told of minutes in which nothing at all was emitted. */
  readonly tellsSilence?: boolean;
}

/** By the objectives' ids. The arithmetic is written out here and not read from the objectives, whose alarms it judges. */
export const LIMIT_SCENARIOS: Readonly<Record<string, LimitScenario>> = {
  'duplicate-ratio': {
    emits: ({ valid, bad }) => ({ ExecutionsEnded: valid + bad, UploadsProcessed: valid }),
    minutes: 60,
    isOver: (events) => sum(events, 'bad') >= 5 && 1 + sum(events, 'bad') / sum(events, 'valid') > 1.05 * EXACT,
  },
  'stuck-flow': {
    // Below half something waits for a moment and is withdrawn; from half on all the time, while others are started.
    emits: ({ valid, bad }) => {
      const isMoment = 2 * bad < valid;
      const [least, most] = [isMoment ? 0 : 1, bad > 0 ? 1 : 0];
      const done = isMoment && bad > 0 ? 0 : valid - bad;
      const waiting = { count: 2, sum: least + most, minimum: least, maximum: most };
      return { AttemptsWaiting: waiting, ExecutionsStarted: done, StepsEnded: done };
    },
    minutes: 1,
    inARow: 5,
    isOver: (events) => events.every(({ valid, bad }) => bad > 0 && 2 * bad >= valid && 2 * (valid - bad) < 1),
  },
  'reconciliation-gap': {
    emits: ({ bad }) => ({ EventsLost: bad }),
    minutes: 120,
    isOver: (events) => sum(events, 'bad') > 0,
    tellsSilence: true,
  },
  'canary-run': {
    emits: ({ bad }) => ({ CanaryFailures: bad }),
    minutes: 45,
    isOver: (events) => sum(events, 'bad') > EXACT,
    tellsSilence: true,
  },
  'leak-canary': {
    emits: ({ bad }) => ({ CanaryLeaks: bad }),
    minutes: 1,
    isOver: (events) => sum(events, 'bad') > 0,
  },
  'canary-recall': {
    emits: ({ valid, bad }) => ({ CanaryFacts: valid, CanaryMisses: bad }),
    minutes: 360,
    isOver: (events) => sum(events, 'valid') >= 40 && (100 * sum(events, 'bad')) / sum(events, 'valid') > 3 * EXACT,
  },
  'circuit-open': {
    emits: ({ bad }) => ({ CircuitsOpened: bad }),
    minutes: 5,
    isOver: (events) => sum(events, 'bad') > 5 * EXACT,
  },
  'budget-nearly-spent': {
    emits: ({ valid, bad }) => ({ BudgetUsed: (100 * bad) / valid }),
    minutes: 5,
    isOver: (events) => events.some(({ valid, bad }) => bad / valid > 0.8 * EXACT),
  },
  'budget-spent': {
    emits: ({ valid, bad }) => ({ BudgetUsed: (100 * bad) / valid, BudgetRefusals: 0 }),
    minutes: 5,
    isOver: (events) => events.some(({ valid, bad }) => valid > 0 && bad >= valid),
  },
  'dead-letters': {
    // SQS tells several times of a queue in which letters come and go.
    emits: ({ valid, bad }) => ({
      [QUEUED_LETTERS]: { count: 2, sum: bad, minimum: bad >= valid ? bad / 2 : 0, maximum: bad },
    }),
    minutes: 5,
    isOver: (events) => sum(events, 'bad') > 0,
  },
};

/** Sums of rates are not exact: what differs in the ninth digit is the same. */
const EXACT = 1 + 1e-9;

function sum(events: readonly MinuteOfEvents[], of: keyof MinuteOfEvents): number {
  return events.reduce((all, one) => all + one[of], 0);
}
