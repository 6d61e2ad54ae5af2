import { describe, expect, it } from 'vitest';
import type { CircuitName } from '#shared/domain/circuit.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { circuitBreaker } from '#shared/runtime/circuit-breaker.ts';
import { withTimeLimit } from '#shared/runtime/time-limit.ts';
import { manualClock } from '../doubles/manual-clock.ts';
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

/** A breaker whose dependency failed until it was open, at the moment when the next call may probe. */
async function openBreaker(name: CircuitName) {
  const clock = virtualClock();
  const breaker = circuitBreaker({ clock, metrics: recordedMetrics(), name });
  const { call } = brokenDependency();
  for (let tries = 0; tries < 3; tries += 1) await breaker.run(call).catch(() => undefined);
  void clock.sleep(5_000);
  await clock.run();
  return { breaker, clock };
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

  it.each(['answerer-1', 'answerer-2', 'reranker', 'rewriter'] as const)(
    'lets one caller probe the %s while the others hear at once that it is down, for something stands in',
    async (name) => {
      const { breaker } = await openBreaker(name);
      let end: (value: string) => void = () => {};
      const probe = breaker.run(() => new Promise<string>((resolve) => (end = resolve)));

      await expect(breaker.run(async () => 'too early')).rejects.toMatchObject({ name: 'DependencyUnavailable' });
      expect(breaker.state()).toBe('half-open');
      end('back');

      expect(await probe).toBe('back');
    },
  );

  describe.each(['index', 'embedder'] as const)('of the %s, which nothing stands in for', (name) => {
    it('has those who come while one probes wait, and all are answered once it is back', async () => {
      const { breaker, clock } = await openBreaker(name);

      const calls = ['one', 'two', 'three'].map((answer) => breaker.run(() => clock.sleep(50).then(() => answer)));
      await clock.run();

      expect(await Promise.all(calls)).toEqual(['one', 'two', 'three']);
      expect(breaker.state()).toBe('closed');
    });

    it('asks it once when it is still down, and tells all who waited', async () => {
      const { breaker, clock } = await openBreaker(name);
      const { call, calls } = brokenDependency();

      const ends = Promise.allSettled([breaker.run(call), breaker.run(call), breaker.run(call)]);
      await clock.run();

      const reasons = (await ends).map((end) => end.status === 'rejected' && end.reason.details);
      expect(reasons).toEqual([{}, { circuit: name }, { circuit: name }]);
      expect(calls()).toBe(1);
    });

    it('lets the next probe when whoever probed has left', async () => {
      const { breaker, clock } = await openBreaker(name);
      const asker = new AbortController();
      const left = breaker.run(() => clock.sleep(1_000, asker.signal), asker.signal);
      const next = breaker.run(async () => 'back');
      const failed = expect(left).rejects.toThrow('left');

      asker.abort(new Error('left'));
      await clock.run();

      await failed;
      expect(await next).toBe('back');
    });

    it('waits for a probe that hangs no longer than it keeps its place, and for none once the asker has left', async () => {
      const { breaker, clock } = await openBreaker(name);
      const startedAt = clock.now();
      const gone = new AbortController();
      void breaker.run(() => new Promise(() => {}));
      const patient = breaker.run(async () => clock.now() - startedAt);
      const impatient = expect(breaker.run(async () => 'late', gone.signal)).rejects.toThrow('gone');

      gone.abort(new Error('gone'));
      await clock.run();

      await impatient;
      expect(await patient).toBe(5_000);
    });
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
