import { seededRandom } from '#shared/domain/statistics.ts';
import type { Answerer } from '#shared/ports/answerer.ts';
import type { Clock } from '#shared/ports/clock.ts';
import { drawLatency } from './latency-shape.ts';

/**
 * A small hosted model as it streams: milliseconds to its first token, tokens a second behind it, claims of an answer and
 * their tokens. Assumed, not measured here; what is measured is what the rest adds to it.
 */
const FIRST_TOKEN = { median: 400, p95: 1_000 };
const TOKENS_PER_SECOND = 100;
const CLAIMS = 4;
const TOKENS_PER_CLAIM = 40;

const WORDS_PER_QUOTE = 12;
const SEED = 5;

/** A stand-in for a model, and what became of its answers; times are those of `performance.now()`. */
export interface WritingModel {
  readonly answerer: Answerer;
  /** When the first claim of the oldest answer to the question that was not asked about yet was whole. */
  firstClaimAt(question: string): number | undefined;
  /** Resolves when the next answer is stopped before its end, with the time. */
  nextAbort(): Promise<number>;
}

/** Writes the first words of the best passages as claims, each carried by its quote, at the pace of a hosted model. */
export function writingModel(clock: Clock): WritingModel {
  const random = seededRandom(SEED);
  const firstClaims = new Map<string, number[]>();
  let aborted = Promise.withResolvers<number>();
  const note = (question: string) => {
    firstClaims.set(question, [...(firstClaims.get(question) ?? []), performance.now()]);
  };
  const stop = () => aborted.resolve(performance.now());
  const answerer: Answerer = {
    name: 'stub-writing',
    answer: async ({ question, passages }, signal, onClaim) => {
      signal?.addEventListener('abort', stop);
      await clock.sleep(drawLatency(FIRST_TOKEN, random), signal);
      const claims = passages.slice(0, CLAIMS).map(({ chunkId, text }) => {
        const quote = firstWords(text);
        return { text: quote, chunkId, quote };
      });
      for (const [at, claim] of claims.entries()) {
        await clock.sleep((TOKENS_PER_CLAIM / TOKENS_PER_SECOND) * 1_000, signal);
        if (at === 0) note(question);
        onClaim?.(claim);
      }
      signal?.removeEventListener('abort', stop);
      return { claims, usage: { inputTokens: 0, outputTokens: claims.length * TOKENS_PER_CLAIM } };
    },
  };
  return {
    answerer,
    firstClaimAt: (question) => firstClaims.get(question)?.shift(),
    nextAbort: () => {
      aborted = Promise.withResolvers<number>();
      return aborted.promise;
    },
  };
}

function firstWords(text: string): string {
  return text
    .split(/(?<=\s)/)
    .slice(0, WORDS_PER_QUOTE)
    .join('')
    .trim();
}
