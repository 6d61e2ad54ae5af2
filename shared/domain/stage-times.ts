/** The stages that a search goes through; `rerank` where there is a reranker. */
export type SearchStage = 'redact' | 'embed' | 'search' | 'ledger' | 'rerank';

/** From when to when, in milliseconds since 1970. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

/** When each stage was under way: once in each search of a question. */
export type StageSpans = Readonly<Partial<Record<SearchStage, readonly TimeSpan[]>>>;

/** The spans of several searches, which may go on beside each other. */
export function joinedSpans(searches: readonly StageSpans[]): StageSpans {
  const joined: Partial<Record<SearchStage, readonly TimeSpan[]>> = {};
  for (const [stage, spans] of searches.flatMap(stagesOf)) joined[stage] = [...(joined[stage] ?? []), ...spans];
  return joined;
}

/**
 * Milliseconds by stage while it was under way, by the wall clock: of searches beside each other it counts from the first
 * start to the last end, and what lies between searches one after another is not of the stage.
 */
export function stageTimes(spans: StageSpans): Readonly<Partial<Record<SearchStage, number>>> {
  return Object.fromEntries(stagesOf(spans).map(([stage, times]) => [stage, coveredMilliseconds(times)]));
}

function stagesOf(spans: StageSpans): [stage: SearchStage, spans: readonly TimeSpan[]][] {
  return Object.entries(spans) as [SearchStage, readonly TimeSpan[]][]; // TypeScript types the keys of any object as string.
}

function coveredMilliseconds(spans: readonly TimeSpan[]): number {
  let [covered, until] = [0, Number.NEGATIVE_INFINITY];
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    covered += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return covered;
}
