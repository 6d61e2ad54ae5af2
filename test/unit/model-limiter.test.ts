import { describe, expect, it } from 'vitest';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { redacted } from '#shared/domain/text.ts';
import { limitedEmbedder } from '#shared/runtime/limited-embedder.ts';
import { type ModelLimiterOptions, modelLimiter } from '#shared/runtime/model-limiter.ts';
import { recordedMetrics } from '../doubles/recorded-metrics.ts';
import { seededChance } from '../doubles/seeded-chance.ts';
import { type VirtualClock, virtualClock } from '../doubles/virtual-clock.ts';

const busy = (details: PipelineFailure['details'] = {}) => new PipelineFailure('ModelThrottled', 'busy', { details });

function limited(options: Partial<ModelLimiterOptions> = {}) {
  const clock = virtualClock();
  return { clock, limiter: modelLimiter({ clock, metrics: recordedMetrics(), chance: seededChance(1), ...options }) };
}

/** A model that fails by each of these in turn, then answers; notes when it was called, in seconds from the start. */
function failing(clock: VirtualClock, failures: readonly Error[]) {
  const start = clock.now();
  const calledAt: number[] = [];
  const call = async () => {
    calledAt.push((clock.now() - start) / 1_000);
    const failure = failures[calledAt.length - 1];
    if (failure !== undefined) throw failure;
    return 'answer';
  };
  return { call, calledAt };
}

/** What becomes of a call, once nobody waits any more. */
async function outcome(clock: VirtualClock, call: Promise<unknown>): Promise<unknown> {
  const settled = call.catch((thrown: unknown) => thrown);
  await clock.run();
  return settled;
}

describe('modelLimiter', () => {
  it('calls again until the model answers', async () => {
    const metrics = recordedMetrics();
    const { clock, limiter } = limited({ metrics });
    const { call, calledAt } = failing(clock, Array(12).fill(busy()));

    expect(await outcome(clock, limiter.run(call))).toBe('answer');
    expect(calledAt).toHaveLength(13);
    expect(metrics.total('ModelCallsRefused')).toBe(12);
  });

  it('keeps every caller away for as long as the model asks one of them', async () => {
    const { clock, limiter } = limited();
    const first = failing(clock, [busy({ retryAfterSeconds: 20 })]);
    const second = failing(clock, []);

    const calls = [limiter.run(first.call), clock.sleep(1_000).then(() => limiter.run(second.call))];

    expect(await outcome(clock, Promise.all(calls))).toEqual(['answer', 'answer']);
    expect(Math.min(first.calledAt[1] ?? 0, second.calledAt[0] ?? 0)).toBeGreaterThanOrEqual(20);
  });

  it('tells an impatient caller at once that the model is busy, and for how long', async () => {
    const { clock, limiter } = limited({ patienceMilliseconds: 5_000 });
    const { call, calledAt } = failing(clock, [busy({ retryAfterSeconds: 20 })]);
    const start = clock.now();

    const failures = [await outcome(clock, limiter.run(call)), await outcome(clock, limiter.run(call))];

    expect(failures[0]).toMatchObject({ name: 'ModelThrottled' });
    expect(failures[1]).toMatchObject({ name: 'ModelThrottled', details: { retryAfterSeconds: expect.any(Number) } });
    expect(calledAt).toHaveLength(1);
    expect(clock.now() - start).toBeLessThan(5_000);
  });

  it('gives up with the refusal when the next try would come too late', async () => {
    const { clock, limiter } = limited({ patienceMilliseconds: 1, chance: { fraction: () => 0.5 } });
    const refusal = busy();
    const { call } = failing(clock, [refusal]);

    expect(await outcome(clock, limiter.run(call))).toBe(refusal);
  });

  it('lets go of a caller whose signal is aborted, and of nobody behind', async () => {
    const { clock, limiter } = limited();
    const asker = new AbortController();
    const stubborn = failing(clock, [busy({ retryAfterSeconds: 60 })]);
    const gone = failing(clock, []);
    const behind = failing(clock, []);

    const first = limiter.run(stubborn.call);
    const second = clock.sleep(1_000).then(() => limiter.run(gone.call, asker.signal));
    const third = clock.sleep(2_000).then(() => limiter.run(behind.call));
    const left = clock.sleep(3_000).then(() => asker.abort());
    const settled = Promise.allSettled([first, second, third, left]);
    await clock.run();

    expect((await settled).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect(gone.calledAt).toEqual([]);
  });

  it('calls nobody for a signal that is aborted already', async () => {
    const { clock, limiter } = limited();
    const { call, calledAt } = failing(clock, []);

    expect(await outcome(clock, limiter.run(call, AbortSignal.abort()))).toMatchObject({ name: 'AbortError' });
    expect(calledAt).toEqual([]);
  });

  const fault = (status: number) => new PipelineFailure('DependencyUnavailable', 'down', { details: { status } });

  it.each([
    ['a fault of the service', fault(500), 3],
    ['a lost connection', fault(0), 3],
    ['a refused permission', fault(403), 1],
    ['a failure without a status', new PipelineFailure('DependencyUnavailable', 'no claims'), 1],
    ['another failure', new PipelineFailure('IndexMismatch', 'other length'), 1],
    ['a defect', new TypeError('defect'), 1],
  ])('makes up for %s as far as trying again can help', async (_what, failure, tries) => {
    const { clock, limiter } = limited();
    const { call, calledAt } = failing(clock, Array(9).fill(failure));

    expect(await outcome(clock, limiter.run(call))).toBe(failure);
    expect(calledAt).toHaveLength(tries);
  });
});

describe('limitedEmbedder', () => {
  const texts = ['1', '2', '3'].map((text) => redacted(text));

  function embedder(fails: (text: string, tries: number) => Error | undefined) {
    const clock = virtualClock();
    const sent: string[] = [];
    const model = {
      ...{ modelId: 'm', dimensions: 1, maxBatch: 1, maxInputTokens: 9, languages: ['en'] },
      embed: async ([text = redacted('')]: readonly ReturnType<typeof redacted>[]) => {
        sent.push(text);
        const failure = fails(text, sent.filter((each) => each === text).length);
        if (failure !== undefined) throw failure;
        return [[Number(text)]];
      },
    };
    return {
      clock,
      sent,
      limited: limitedEmbedder(model, { clock, metrics: recordedMetrics(), chance: seededChance(1) }),
    };
  }

  it('sends again only what was refused, and keeps the order', async () => {
    const { clock, sent, limited: one } = embedder((text, tries) => (text === '2' && tries < 3 ? busy() : undefined));

    expect(await outcome(clock, one.embed(texts, 'passage'))).toEqual([[1], [2], [3]]);
    expect(sent.toSorted()).toEqual(['1', '2', '2', '2', '3']);
  });

  it('stops with the others once one part has failed for good', async () => {
    const failure = new PipelineFailure('IndexMismatch', 'other length');
    const { clock, sent, limited: one } = embedder((text) => (text === '2' ? failure : busy()));

    expect(await outcome(clock, one.embed(texts, 'passage'))).toBe(failure);
    expect(sent.length).toBeLessThan(10);
  });
});
