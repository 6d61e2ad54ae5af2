import type { Attempt } from '../../domain/identity.ts';
import { type AttemptCount, compareAttempts } from '../../domain/index-generation.ts';
import type { DocumentPlace, GenerationIndex } from '../../ports/index-generations.ts';

/** Attempts to a page of a listing. */
const PAGE = 500;

export interface Differences {
  /** Documents of which the new generation holds less than the old one. */
  readonly short: readonly DocumentPlace[];
  /** Attempts of which the new generation holds more. */
  readonly extra: readonly Attempt[];
  /** Chunks of the old generation. */
  readonly compared: number;
  /** Chunks that the new generation lacks. */
  readonly missing: number;
}

/**
 * Compares the numbers of chunks attempt by attempt, both listings in step, for they are in the same order. What is
 * written meanwhile may look like a difference.
 */
export async function compareGenerations(
  from: GenerationIndex,
  to: GenerationIndex,
  signal: AbortSignal,
): Promise<Differences> {
  const short = new Map<string, DocumentPlace>();
  const extra: Attempt[] = [];
  let compared = 0;
  let missing = 0;
  for await (const { attempt, before, after } of pairs(from, to, signal)) {
    const { tenantId, documentId } = attempt;
    compared += before;
    missing += Math.max(0, before - after);
    if (after < before) short.set(`${tenantId} ${documentId}`, { tenantId, documentId });
    if (after > before) extra.push(attempt);
  }
  return { short: [...short.values()], extra, compared, missing };
}

interface Pair {
  readonly attempt: Attempt;
  /** Chunks in the old and in the new generation. */
  readonly before: number;
  readonly after: number;
}

async function* pairs(from: GenerationIndex, to: GenerationIndex, signal: AbortSignal): AsyncGenerator<Pair> {
  const [olds, news] = [listing(from, signal), listing(to, signal)];
  let [old, fresh] = [await next(olds), await next(news)];
  for (;;) {
    const attempt = first(old, fresh);
    if (attempt === undefined) return;
    const [before, after] = [countAt(old, attempt), countAt(fresh, attempt)];
    yield { attempt, before, after };
    if (before > 0) old = await next(olds); // None is listed without chunks.
    if (after > 0) fresh = await next(news);
  }
}

function first(a: AttemptCount | undefined, b: AttemptCount | undefined): AttemptCount | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return compareAttempts(a, b) <= 0 ? a : b;
}

function countAt(each: AttemptCount | undefined, attempt: Attempt): number {
  return each !== undefined && compareAttempts(each, attempt) === 0 ? each.chunks : 0;
}

async function next(attempts: AsyncIterator<AttemptCount>): Promise<AttemptCount | undefined> {
  const { done, value } = await attempts.next();
  return done ? undefined : value;
}

async function* listing(index: GenerationIndex, signal: AbortSignal): AsyncGenerator<AttemptCount, undefined> {
  for (let page = await index.attempts(undefined, PAGE, signal); ; ) {
    yield* page;
    const last = page.at(-1);
    if (last === undefined) return undefined;
    page = await index.attempts(last, PAGE, signal);
  }
}
