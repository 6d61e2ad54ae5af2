import { describe, expect, it } from 'vitest';
import { createHandler } from '#functions/query/handler.ts';
import type { CircuitName } from '#shared/domain/circuit.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { redacted } from '#shared/domain/text.ts';
import type { Vector } from '#shared/domain/vector.ts';
import { boundedCache } from '#shared/runtime/bounded-cache.ts';
import { cachedEmbedder } from '#shared/runtime/cached-embedder.ts';
import { circuitBreaker } from '#shared/runtime/circuit-breaker.ts';
import { guardedEmbedder } from '#shared/runtime/guarded-embedder.ts';
import { guardedIndex } from '#shared/runtime/guarded-index.ts';
import { call } from '../doubles/proxy-event.ts';
import { ANA, QUESTION, questionApi } from '../doubles/question-api.ts';
import { virtualClock } from '../doubles/virtual-clock.ts';

const IN_PARTS = 'What is the monthly rent of the hall and when does the canteen serve lunch?';

/** The query function after an outage of the part, at the moment when the next call may try whether it is back. */
async function recoveredApi(name: CircuitName) {
  const { ports } = await questionApi();
  const clock = virtualClock();
  const breaker = circuitBreaker({ clock, metrics: ports.metrics, name });
  const vectors = boundedCache<Vector>({ clock, name, maxEntries: 9, maxAgeMilliseconds: Number.POSITIVE_INFINITY });
  const embedder = cachedEmbedder(
    name === 'embedder' ? guardedEmbedder(ports.embedder, { breaker, clock }) : ports.embedder,
    vectors,
  );
  const index = name === 'index' ? guardedIndex(ports.index, { breaker, clock }) : ports.index;
  const handler = createHandler({ ...ports, clock, index, embedder });
  const ask = (question: string) => call(handler, { route: 'POST /v1/answers', caller: ANA, body: { question } });
  const breakDown = async () => {
    const down = async () => Promise.reject(new PipelineFailure('DependencyUnavailable', 'it is down'));
    for (let tries = 0; tries < 3; tries += 1) await breaker.run(down).catch(() => undefined);
    void clock.sleep(5_000);
    await clock.run();
  };
  return { ask, breakDown, breaker, embedder };
}

describe('the first question after an outage', () => {
  it('of the index is answered, although it makes two searches at once', async () => {
    const { ask, breakDown, breaker } = await recoveredApi('index');
    await breakDown();

    const { status } = await ask(QUESTION);

    expect([status, breaker.state()]).toEqual([200, 'closed']);
  });

  it('of the embedder is answered, although its parts are embedded at once', async () => {
    const { ask, breakDown, breaker, embedder } = await recoveredApi('embedder');
    await embedder.embed([redacted(IN_PARTS)], 'query'); // Remembered, as its parts are not.
    await breakDown();

    const { status } = await ask(IN_PARTS);

    expect([status, breaker.state()]).toEqual([200, 'closed']);
  });
});
