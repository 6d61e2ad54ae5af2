/** What a figure has to reach on two cores. */
export interface BenchGoal {
  readonly bound: 'at least' | 'at most';
  readonly value: number;
}

/**
 * The one list of goals, by the names of the figures; they hold for the whole duration and size of a load on a machine
 * that does nothing else. A slope of 1 MiB a minute is flat: what ten minutes add is less than one large document takes.
 */
const GOALS: Readonly<Record<string, BenchGoal>> = {
  'pdf.page.p50': { bound: 'at most', value: 25 },
  'pdf.page-to-text-alone': { bound: 'at most', value: 2 },
  'load-ingest.documents': { bound: 'at least', value: 500 },
  'load-ingest.duplicates-run': { bound: 'at most', value: 0 },
  'load-ingest.memory-slope': { bound: 'at most', value: 1 },
  'load-question.p95': { bound: 'at most', value: 250 },
  'load-question.shed': { bound: 'at most', value: 0 },
  'load-question.failed': { bound: 'at most', value: 0 },
  'load-overload.p95-to-1x': { bound: 'at most', value: 2 },
  'load-overload.failed': { bound: 'at most', value: 0 },
  'load-answers.p95': { bound: 'at most', value: 5_000 },
  'load-answers.overhead.p95': { bound: 'at most', value: 50 },
  'load-answers.failed': { bound: 'at most', value: 0 },
  'load-answers.abort.slowest': { bound: 'at most', value: 1_000 },
  'load-poison.p95-to-quiet': { bound: 'at most', value: 1.1 },
  'load-poison.rejected': { bound: 'at least', value: 1 },
  'load-poison.tries': { bound: 'at most', value: 3 },
  'load-poison.cpu': { bound: 'at most', value: 60 },
  'load-reindex.failed': { bound: 'at most', value: 0 },
  'load-reindex.mixed': { bound: 'at most', value: 0 },
  'load-reindex.wrong': { bound: 'at most', value: 0 },
  'load-growth.last-to-first': { bound: 'at most', value: 1.2 },
};

export function goalOf(name: string): { readonly goal?: BenchGoal } {
  const goal = GOALS[name];
  return goal === undefined ? {} : { goal };
}

/** A figure that is not there (NaN) meets nothing. */
export function isMet(figure: number, { bound, value }: BenchGoal): boolean {
  return bound === 'at least' ? figure >= value : figure <= value;
}
