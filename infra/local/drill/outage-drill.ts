import type { AnswerResponse } from '#shared/contracts/api.ts';
import type { FailureName } from '#shared/domain/failures.ts';
import { percentile } from '#shared/domain/statistics.ts';
import type { Clock } from '#shared/ports/clock.ts';
import { type Arrival, openLoop } from '../benchmark/open-loop.ts';

/** Parts that can be put down one by one. */
export const DRILLED_PARTS = ['first-model', 'second-model', 'index', 'reranker', 'guardrail', 'ledger'] as const;
export type DrilledPart = (typeof DRILLED_PARTS)[number];

/** What came of one question: an answer, or a failure by its name. */
export type DrillAnswer =
  | Pick<AnswerResponse, 'outcome' | 'answerer' | 'degraded' | 'reranked'>
  | { readonly failure: FailureName };

export interface DrilledService {
  readonly ask: () => Promise<DrillAnswer>;
  readonly setDown: (parts: readonly DrilledPart[]) => void;
  readonly clock: Clock;
}

export interface DrillOptions {
  /** Of each phase. */
  readonly seconds: number;
  readonly perSecond: number;
}

/** One phase of the drill, as it is printed. */
export interface DrillRow {
  readonly phase: string;
  readonly asked: number;
  /** By who made the answers, and whether of passages in fused order; `refused` and the names of failures beside. */
  readonly answers: Readonly<Record<string, number>>;
  readonly degraded: number;
  readonly p95Milliseconds: number;
  /** From the start of the phase to the last answer that was not as it should be in it. */
  readonly settledAfterMilliseconds: number;
  /** Answers of the phase that nothing excuses: not marked as they were made, or a failure that the phase does not bring. */
  readonly faults: number;
}

interface Phase {
  readonly name: string;
  readonly down: readonly DrilledPart[];
  /** Who answers once the phase has settled. */
  readonly answerer: string;
}

/** Behind the name of who answered, when the reranker did not. */
const FUSED = ', fused order';

const UP = { down: [], answerer: 'first-model' } as const;

/** What nothing stands in for: questions fail while it is down. */
const NEEDED = ['index', 'guardrail', 'ledger'] as const satisfies readonly DrilledPart[];

/** Each outage is followed by its end, without a restart. */
const PHASES: readonly Phase[] = [
  { name: 'all up', ...UP },
  { name: 'first model down', down: ['first-model'], answerer: 'second-model' },
  { name: 'both models down', down: ['first-model', 'second-model'], answerer: 'extractive' },
  { name: 'models back', ...UP },
  { name: 'reranker down', down: ['reranker'], answerer: `first-model${FUSED}` },
  { name: 'reranker back', ...UP },
  ...NEEDED.flatMap((part): Phase[] => [
    { name: `${part} down`, down: [part], answerer: 'DependencyUnavailable' },
    { name: `${part} back`, ...UP },
  ]),
];

/** Puts one part after the other down while questions go on, and counts what comes of them. */
export async function drillOutages(service: DrilledService, options: DrillOptions): Promise<DrillRow[]> {
  const rows: DrillRow[] = [];
  for (const phase of PHASES) {
    const startedAt = service.clock.now();
    service.setDown(phase.down);
    const arrivals = await openLoop(evenTimes(options), service.ask, service.clock);
    rows.push(rowOf(phase, arrivals, startedAt));
  }
  return rows;
}

/** Milliseconds from the start at which questions are due. */
function evenTimes({ seconds, perSecond }: DrillOptions): number[] {
  return Array.from({ length: Math.round(seconds * perSecond) }, (_, at) => (at * 1000) / perSecond);
}

function rowOf(phase: Phase, arrivals: readonly Arrival<DrillAnswer>[], startedAt: number): DrillRow {
  const answers: Record<string, number> = {};
  for (const { result } of arrivals) answers[makerOf(result)] = (answers[makerOf(result)] ?? 0) + 1;
  const late = arrivals.filter(({ result }) => makerOf(result) !== phase.answerer);
  return {
    phase: phase.name,
    asked: arrivals.length,
    answers,
    degraded: arrivals.filter(({ result }) => 'degraded' in result && result.degraded).length,
    p95Milliseconds: percentile(
      arrivals.map(({ milliseconds }) => milliseconds),
      95,
    ),
    settledAfterMilliseconds: Math.max(0, ...late.map(({ dueAt }) => dueAt - startedAt)),
    faults: arrivals.filter(({ result }) => isFault(result, phase)).length,
  };
}

function makerOf(answer: DrillAnswer): string {
  if ('failure' in answer) return answer.failure;
  if (answer.outcome !== 'answered') return 'refused';
  return answer.reranked === false ? `${answer.answerer}${FUSED}` : answer.answerer;
}

/**
 * Parts may still be counted as down a while after they are back; nothing else may fail, and every stand-in says so.
 */
function isFault(answer: DrillAnswer, { name, down }: Phase): boolean {
  const needed = NEEDED.find((part) => name.startsWith(part));
  if ('failure' in answer) return answer.failure !== 'DependencyUnavailable' || needed === undefined;
  if (answer.outcome !== 'answered' || (needed !== undefined && down.includes(needed))) return true;
  if (answer.reranked !== !down.includes('reranker') && name !== 'reranker back') return true;
  return answer.degraded !== (answer.answerer !== 'first-model');
}
