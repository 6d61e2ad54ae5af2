import { describe, expect, it } from 'vitest';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { circuitBreaker } from '#shared/runtime/circuit-breaker.ts';
import { guardedEmbedder } from '#shared/runtime/guarded-embedder.ts';
import { guardedIndex } from '#shared/runtime/guarded-index.ts';
import { withTimeLimit } from '#shared/runtime/time-limit.ts';
import { hashedWordsEmbedder } from '../doubles/hashed-words-embedder.ts';
import { manualClock } from '../doubles/manual-clock.ts';
import { questionStack } from '../doubles/question-stack.ts';
import { recordedMetrics } from '../doubles/recorded-metrics.ts';
import { virtualClock } from '../doubles/virtual-clock.ts';

const DOWN = new PipelineFailure('DependencyUnavailable', 'it is down');

function brokenDependency() {
  let calls = 0;
  const call = async () => {
    calls += 1;
    throw DOWN;
  };
  return { call, calls: () => calls };
}

describe('circuitBreaker', () => {
  it('stops asking a dependency that is down, and finds out by one call that it is back', async () => {
    const clock = manualClock();
    const breaker = circuitBreaker({ clock, metrics: recordedMetrics(), name: 'index' });
    const { call, calls } = brokenDependency();
    for (let tries = 0; tries < 10; tries += 1) await breaker.run(call).catch(() => undefined);
    expect([breaker.state(), calls()]).toEqual(['open', 3]);

    clock.advance(5);
    const answer = await breaker.run(async () => 'back');

    expect([answer, breaker.state()]).toEqual(['back', 'closed']);
  });

  it('tells its metric when it opens, each time that a probe fails, and when it closes', async () => {
    const [clock, metrics] = [manualClock(), recordedMetrics()];
    const breaker = circuitBreaker({ clock, metrics, name: 'answerer-2' });
    const { call } = brokenDependency();

    for (let tries = 0; tries < 10; tries += 1) await breaker.run(call).catch(() => undefined);
    clock.advance(5);
    await breaker.run(call).catch(() => undefined);
    clock.advance(5);
    await breaker.run(async () => 'back');
    await breaker.run(async () => 'still there');

    expect(metrics.emitted).toEqual([
      { CircuitsOpened: 1, SecondModelCircuit: 1 },
      { CircuitsOpened: 1, SecondModelCircuit: 1 },
      { CircuitsOpened: 0, SecondModelCircuit: 0 },
    ]);
  });

  it('lets one caller probe while the others hear at once that it is down', async () => {
    const clock = manualClock();
    const breaker = circuitBreaker({ clock, metrics: recordedMetrics(), name: 'index' });
    const { call } = brokenDependency();
    for (let tries = 0; tries < 3; tries += 1) await breaker.run(call).catch(() => undefined);
    clock.advance(5);
    let end: (value: string) => void = () => {};
    const probe = breaker.run(() => new Promise<string>((resolve) => (end = resolve)));

    await expect(breaker.run(async () => 'too early')).rejects.toMatchObject({ name: 'DependencyUnavailable' });
    expect(breaker.state()).toBe('half-open');
    end('back');

    expect(await probe).toBe('back');
  });

  it.each([
    ['a defect of ours', new TypeError('defect')],
    ['a request that is wrong', new PipelineFailure('InputInvalid', 'wrong')],
  ])('does not open for %s', async (_what, failure) => {
    const breaker = circuitBreaker({ clock: manualClock(), metrics: recordedMetrics(), name: 'index' });
    const fails = async () => {
      throw failure;
    };

    for (let tries = 0; tries < 5; tries += 1) await breaker.run(fails).catch(() => undefined);

    expect(breaker.state()).toBe('closed');
  });

  it('does not open for callers who leave', async () => {
    const breaker = circuitBreaker({ clock: manualClock(), metrics: recordedMetrics(), name: 'index' });
    const left = AbortSignal.abort(new PipelineFailure('FunctionTimedOut', 'left'));

    for (let tries = 0; tries < 5; tries += 1) await breaker.run(brokenDependency().call, left).catch(() => undefined);

    expect(breaker.state()).toBe('closed');
  });

  it('guards an embedder, which is then asked no more', async () => {
    const { call, calls } = brokenDependency();
    const breaker = circuitBreaker({ clock: manualClock(), metrics: recordedMetrics(), name: 'embedder' });
    const embedder = guardedEmbedder({ ...hashedWordsEmbedder(), embed: call }, breaker);

    for (let tries = 0; tries < 5; tries += 1) {
      await expect(embedder.embed([], 'query')).rejects.toMatchObject({ name: 'DependencyUnavailable' });
    }

    expect(calls()).toBe(3);
  });

  it('guards both searches of an index, and nothing that ingest does', async () => {
    const { ports } = await questionStack();
    const breaker = circuitBreaker({ clock: ports.clock, metrics: recordedMetrics(), name: 'index' });
    const down = async () => Promise.reject(DOWN);
    const index = guardedIndex({ ...ports.index, searchLexical: down, searchVector: down }, breaker);
    const scope = { tenantId: 'acme', principals: [], limit: 1 };

    await index.searchLexical(['a'], scope).catch(() => undefined);
    await index.searchVector([1], scope).catch(() => undefined);
    await index.searchVector([1], scope).catch(() => undefined);

    expect(breaker.state()).toBe('open');
    await expect(index.removeDocument({ tenantId: 'acme', documentId: 'none', attempt: 1 })).resolves.toBeUndefined();
  });
});

describe('withTimeLimit', () => {
  it('gives up and aborts a call that takes too long, even one that does not heed it', async () => {
    const clock = virtualClock();
    let heard: AbortSignal | undefined;
    const call = (signal: AbortSignal) => {
      heard = signal;
      return new Promise<never>(() => {});
    };

    const limited = withTimeLimit(call, 1_000, clock);
    limited.catch(() => undefined);
    await clock.run();

    await expect(limited).rejects.toMatchObject({ name: 'DependencyUnavailable' });
    expect(heard?.aborted).toBe(true);
  });

  it('leaves no timer behind a call that ends in time', async () => {
    const clock = virtualClock();

    expect(await withTimeLimit(async () => 'in time', 1_000, clock)).toBe('in time');

    await clock.run();
    expect(clock.now()).toBe(virtualClock().now());
  });
});
