import type { StepRecord } from './document.ts';

/** What the history keeps of a step that ran again: the widest times, all runs, the outcome of the one that ended last. */
export function mergeSteps(known: StepRecord, again: StepRecord): StepRecord {
  const first = again.startedAt < known.startedAt ? again : known;
  const last = again.endedAt >= known.endedAt ? again : known;
  return { ...last, startedAt: first.startedAt, runs: known.runs + again.runs };
}
