import { describe, expect, it } from 'vitest';
import type { CircuitName } from '#shared/domain/circuit.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { redacted } from '#shared/domain/text.ts';
import { unredacted } from '#shared/domain/unredacted.ts';
import { circuitBreaker } from '#shared/runtime/circuit-breaker.ts';
import { guardedEmbedder } from '#shared/runtime/guarded-embedder.ts';
import { guardedEntityFinder, limitedEntityFinder } from '#shared/runtime/guarded-entity-finder.ts';
import { guardedGuardrail } from '#shared/runtime/guarded-guardrail.ts';
import { guardedIndex } from '#shared/runtime/guarded-index.ts';
import { hashedWordsEmbedder } from '../doubles/hashed-words-embedder.ts';
import { questionStack } from '../doubles/question-stack.ts';
import { recordedMetrics } from '../doubles/recorded-metrics.ts';
import { virtualClock } from '../doubles/virtual-clock.ts';

const SCOPE = { tenantId: 'acme', principals: [], limit: 1 };

const fails = async () => Promise.reject(new PipelineFailure('DependencyUnavailable', 'it is down'));
const hangs = () => new Promise<never>(() => {});

function guard(name: CircuitName) {
  const clock = virtualClock();
  return { clock, breaker: circuitBreaker({ clock, metrics: recordedMetrics(), name }) };
}

/** How each of so many calls ended, one after another. */
async function endsOf(call: () => Promise<unknown>, times: number, clock: ReturnType<typeof virtualClock>) {
  const ends: string[] = [];
  for (let at = 0; at < times; at += 1) {
    const end = call().then(
      () => 'answered',
      (failure: PipelineFailure) => (failure.details['circuit'] === undefined ? 'failed' : 'not asked'),
    );
    await clock.run();
    ends.push(await end);
  }
  return ends;
}

describe('a guarded index', () => {
  it.each([
    ['fails', fails, 0],
    ['hangs', hangs, 15_000],
  ] as const)(
    'is asked no more once it %s in either search, and what ingest does is not held back',
    async (_what, ill, milliseconds) => {
      const { ports } = await questionStack();
      const { clock, breaker } = guard('index');
      const index = guardedIndex({ ...ports.index, searchLexical: ill, searchVector: ill }, { clock, breaker });
      const startedAt = clock.now();
      const searches = [() => index.searchLexical(['a'], SCOPE), () => index.searchVector([1], SCOPE)];
      const search = () => (searches.reverse()[0] ?? hangs)();

      const ends = await endsOf(search, 4, clock);

      expect(ends).toEqual(['failed', 'failed', 'failed', 'not asked']);
      expect(clock.now() - startedAt).toBe(milliseconds);
      await expect(index.removeDocument({ tenantId: 'acme', documentId: 'none', attempt: 1 })).resolves.toBeUndefined();
    },
  );

  it.each([
    ['fails', fails],
    ['hangs', hangs],
  ] as const)('is asked no more once it %s to say which generation serves', async (_what, ill) => {
    const { ports } = await questionStack();
    const { clock, breaker } = guard('index');
    const index = guardedIndex({ ...ports.index, serving: ill }, { clock, breaker });

    const ends = await endsOf(() => index.serving(), 4, clock);

    expect(ends).toEqual(['failed', 'failed', 'failed', 'not asked']);
  });

  it('is not taken for well because it knows its generation while its searches fail', async () => {
    const { ports } = await questionStack();
    const { clock, breaker } = guard('index');
    const index = guardedIndex({ ...ports.index, searchLexical: fails }, { clock, breaker });
    const ask = async () => {
      await index.serving();
      return index.searchLexical(['a'], SCOPE);
    };

    const ends = await endsOf(ask, 4, clock);
    void clock.sleep(5_000);
    await clock.run();
    const later = await endsOf(ask, 2, clock);

    expect(ends).toEqual(['failed', 'failed', 'failed', 'not asked']);
    expect(later).toEqual(['failed', 'not asked']);
  });
});

describe('a guarded embedder', () => {
  it.each([
    ['fails', fails, 0],
    ['hangs', hangs, 24_000],
  ] as const)('is asked no more once it %s', async (_what, ill, milliseconds) => {
    const { clock, breaker } = guard('embedder');
    const embedder = guardedEmbedder({ ...hashedWordsEmbedder(), embed: ill }, { clock, breaker });
    const startedAt = clock.now();

    const ends = await endsOf(() => embedder.embed([], 'query'), 4, clock);

    expect(ends).toEqual(['failed', 'failed', 'failed', 'not asked']);
    expect(clock.now() - startedAt).toBe(milliseconds);
  });
});

describe('a guarded guardrail', () => {
  it.each([
    ['fails', fails, 0],
    ['hangs', hangs, 15_000],
  ] as const)('is asked no more once it %s, and lets nothing pass', async (_what, ill, milliseconds) => {
    const clock = virtualClock();
    const { guardrail } = guardedGuardrail({ judge: ill }, { clock, metrics: recordedMetrics() });
    const startedAt = clock.now();

    const ends = await endsOf(async () => guardrail?.judge('question', redacted('x')), 4, clock);

    expect(ends).toEqual(['failed', 'failed', 'failed', 'not asked']);
    expect(clock.now() - startedAt).toBe(milliseconds);
  });

  it('is none, and has no circuit, where none is configured', () => {
    const none = guardedGuardrail(undefined, { clock: virtualClock(), metrics: recordedMetrics() });

    expect(none).toEqual({ guardrail: undefined, breakers: [] });
  });
});

describe('a detector of personal data that is a service', () => {
  const failsToLook = async () => Promise.reject(new PipelineFailure('DetectorUnavailable', 'it is down'));

  it.each([
    ['fails', failsToLook, 0],
    ['hangs', hangs, 9_000],
  ] as const)(
    'is asked no more about questions once it %s, and each hears that nobody looked',
    async (_what, ill, milliseconds) => {
      const clock = virtualClock();
      const { finder } = guardedEntityFinder({ languages: [], find: ill }, { clock, metrics: recordedMetrics() });
      const startedAt = clock.now();
      const names: string[] = [];
      const look = () =>
        finder.find(unredacted('x')).catch((failure: PipelineFailure) => {
          names.push(failure.name);
          throw failure;
        });

      const ends = await endsOf(look, 4, clock);

      expect(ends).toEqual(['failed', 'failed', 'failed', 'not asked']);
      expect(names).toEqual(Array(4).fill('DetectorUnavailable'));
      expect(clock.now() - startedAt).toBe(milliseconds);
    },
  );

  it('is not waited for longer than a minute about a batch of a document, and has no circuit there', async () => {
    const clock = virtualClock();
    const finder = limitedEntityFinder({ languages: [], find: hangs }, { clock });
    const startedAt = clock.now();
    const looked = finder.find(unredacted('x'));
    const failed = expect(looked).rejects.toMatchObject({ name: 'DetectorUnavailable' });

    const ends = await endsOf(() => finder.find(unredacted('x')), 4, clock);

    await failed;
    expect(ends).toEqual(['failed', 'failed', 'failed', 'failed']);
    expect(clock.now() - startedAt).toBe(240_000);
  });

  it('tells what else fails as it is, and the reason of whoever left', async () => {
    const gone = new AbortController();
    const broke = new PipelineFailure('BudgetExhausted', 'spent');
    const refusing = limitedEntityFinder(
      { languages: [], find: async () => Promise.reject(broke) },
      { clock: virtualClock() },
    );
    const left = limitedEntityFinder({ languages: [], find: fails }, { clock: virtualClock() });
    gone.abort(new Error('gone'));

    await expect(refusing.find(unredacted('x'))).rejects.toBe(broke);
    await expect(left.find(unredacted('x'), gone.signal)).rejects.toThrow('gone');
  });
});
