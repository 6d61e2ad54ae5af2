import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHandler } from '#functions/query/handler.ts';
import { joinedSpans, stageTimes } from '#shared/domain/stage-times.ts';
import { inVirtualTime } from '../doubles/in-virtual-time.ts';
import { call } from '../doubles/proxy-event.ts';
import { ANA, questionApi } from '../doubles/question-api.ts';
import { virtualClock } from '../doubles/virtual-clock.ts';

const span = (from: number, to: number) => ({ from, to });

describe('the times of stages', () => {
  it('of one search are how long each took', () => {
    expect(stageTimes({ redact: [span(5, 7)], search: [span(7, 107)] })).toEqual({ redact: 2, search: 100 });
  });

  it('of searches beside each other count from the first start to the last end', () => {
    const searches = [span(0, 100), span(10, 110), span(20, 90)].map((search) => ({ search: [search] }));

    expect(stageTimes(joinedSpans(searches))).toEqual({ search: 110 });
  });

  it('of searches one after another leave out what lies between', () => {
    const joined = joinedSpans([{ search: [span(0, 100)], rerank: [span(100, 130)] }, { search: [span(400, 450)] }]);

    expect(stageTimes(joined)).toEqual({ search: 150, rerank: 30 });
  });

  it('are never more than their sum, nor less than the longest, whatever the order', () => {
    const spans = fc.array(
      fc.tuple(fc.nat(1_000), fc.nat(1_000)).map(([from, length]) => span(from, from + length)),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(spans, (search) => {
        const lengths = search.map(({ from, to }) => to - from);
        const time = Number(stageTimes({ search }).search);

        expect(time).toBeLessThanOrEqual(lengths.reduce((sum, each) => sum + each, 0));
        expect(time).toBeGreaterThanOrEqual(Math.max(...lengths));
        expect(stageTimes({ search: search.toReversed() }).search).toBe(time);
      }),
    );
  });
});

it('the receipt of a question in parts says how long its searches took by the clock, not all of them added up', async () => {
  const { ports } = await questionApi();
  const clock = virtualClock();
  const searchVector: typeof ports.index.searchVector = async (...search) => {
    await clock.sleep(100);
    return ports.index.searchVector(...search);
  };
  const handler = createHandler({ ...ports, clock, index: { ...ports.index, searchVector } });
  const question = 'What is the monthly rent of the hall and when does the canteen serve lunch?';

  const answer = await inVirtualTime(
    clock,
    call(handler, { route: 'POST /v1/answers', caller: ANA, body: { question } }).then((response) => response.json()),
  );

  const receipt = await ports.ledger.receipt('acme', answer.answerId);
  expect(receipt?.understanding?.branches).toHaveLength(3);
  expect(receipt?.timings['search']).toBe(200); // The question as it was asked, and then its two parts at once.
});
