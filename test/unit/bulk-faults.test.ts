import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openSearchChunkIndex } from '#shared/adapters/aws/open-search-chunk-index.ts';
import { bulkUnderFaults } from '../doubles/bulk-faults.ts';
import { fakeOpenSearch, type SearchAnswer, type SearchCall } from '../doubles/fake-open-search.ts';
import { FINGERPRINT, indexedChunk } from '../doubles/indexed-chunks.ts';
import { manualClock } from '../doubles/manual-clock.ts';
import { spacedWordsAnalyzer } from '../doubles/spaced-words-analyzer.ts';

const ACCESS = { tenantId: 'acme', documentId: 'd1', collection: 'inbox', access: ['group:finance'] };
/** Bytes that the node takes; some ten small chunks. */
const NODE_LIMIT = 5_000;

/** What befalls a chunk: refusals that pass, and then how it ends. */
const fateOf = fc.record({
  busy: fc.array(fc.constantFrom(409, 429, 503), { maxLength: 3 }),
  end: fc.oneof(
    { weight: 6, arbitrary: fc.constant('stored' as const) },
    { weight: 1, arbitrary: fc.constant('never fits' as const) },
    { weight: 1, arbitrary: fc.constant('too large' as const) },
  ),
});

/** What befalls requests, in the order that they come; with three refusals of a chunk that is less than a write bears. */
const requestFaults = fc.array(fc.constantFrom('none', 'drop before', 'drop after', '429', '503'), { maxLength: 4 });

type Fate = { readonly busy: readonly number[]; readonly end: 'stored' | 'never fits' | 'too large' };

async function domainWith(fates: readonly Fate[], faults: readonly string[]) {
  const chunks = fates.map(({ end }, position) =>
    indexedChunk(end === 'too large' ? 'w'.repeat(NODE_LIMIT) : `w${position}`, { position }),
  );
  const busy = new Map(chunks.map(({ chunkId }, at) => [chunkId, [...(fates[at]?.busy ?? [])]]));
  const ends = new Map(chunks.map(({ chunkId }, at) => [chunkId, fates[at]?.end]));
  const waiting = [...faults];
  const served = new Map<string, number>();
  const excused = new Map<string, number>();
  const isTooLarge = ({ lines }: SearchCall) => sizeOf(lines) > NODE_LIMIT;

  const server = await fakeOpenSearch({
    before: (call) => {
      if (call.lines.length === 0) return undefined;
      if (isTooLarge(call)) return { status: 413, body: {} };
      if (waiting[0] !== '429' && waiting[0] !== '503') return undefined;
      return { status: Number(waiting.shift()), body: {}, headers: { 'retry-after': '3' } };
    },
    drop: (call) => {
      const [fault] = waiting;
      if (fault === '429' || fault === '503' || isTooLarge(call)) return undefined;
      waiting.shift();
      if (fault === 'drop after') for (const id of idsOf(call)) excused.set(id, (excused.get(id) ?? 0) + 1);
      return fault === 'drop before' ? 'before' : fault === 'drop after' ? 'after' : undefined;
    },
    itemStatus: (id) => {
      served.set(id, (served.get(id) ?? 0) + 1);
      return busy.get(id)?.shift() ?? (ends.get(id) === 'never fits' ? 400 : undefined);
    },
  });
  return { ...server, chunks, served, excused };
}

const sizeOf = (lines: readonly string[]) => lines.reduce((bytes, line) => bytes + Buffer.byteLength(line) + 1, 0);
const idsOf = ({ lines }: SearchCall): string[] =>
  lines.filter((_, at) => at % 2 === 0).map((line) => JSON.parse(line).index._id);

describe('a bulk write to a domain that fails in part', () => {
  it('stores every good chunk once, gives every hopeless one once, and sends none whose fate it was told', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fateOf, { minLength: 1, maxLength: 30 }), requestFaults, async (fates, faults) => {
        const { connect, stored, calls, chunks, served, excused } = await domainWith(fates, faults);
        const index = openSearchChunkIndex({ connect, analyzer: spacedWordsAnalyzer, clock: manualClock() });
        await index.prepare(FINGERPRINT);

        const refused = await index.write(chunks, ACCESS);

        const hopeless = chunks.filter((_, at) => fates[at]?.end !== 'stored').map(({ chunkId }) => chunkId);
        expect(refused.map(({ chunkId }) => chunkId).sort()).toEqual(hopeless.sort());
        for (const [at, { chunkId }] of chunks.entries()) {
          const { busy = [], end = 'stored' } = fates[at] ?? {};
          const lost = excused.get(chunkId) ?? 0;
          const times = end === 'too large' ? 0 : busy.length + 1;
          const again = Math.max(0, (served.get(chunkId) ?? 0) - times);
          expect(again, 'a chunk is served again only for an answer that got lost').toBeLessThanOrEqual(lost);
          expect(stored.get(chunkId) ?? 0).toBe(end === 'stored' ? 1 + again : 0);
        }
        expect((await index.documentChunks('acme', 'd1')).length).toBe(chunks.length - hopeless.length);
        const sizes = calls.filter(({ lines }) => lines.length > 0).map(({ lines }) => sizeOf(lines));
        expect(Math.max(...sizes)).toBeLessThanOrEqual(5 * 1024 * 1024);
      }),
      { numRuns: 60 },
    );
  });

  it('says by the name of the fault why a chunk was refused, and nothing of what it holds', async () => {
    const { connect, chunks } = await domainWith([{ busy: [], end: 'never fits' }], []);
    const index = openSearchChunkIndex({ connect, analyzer: spacedWordsAnalyzer, clock: manualClock() });
    await index.prepare(FINGERPRINT);

    const refused = await index.write(chunks, ACCESS);

    expect(refused).toEqual([{ chunkId: chunks[0]?.chunkId, status: 400, reason: 'mapper_parsing_exception' }]);
  });

  it('refuses a chunk that alone is above our own limit without sending it, and writes its neighbours', async () => {
    const { connect, calls } = await fakeOpenSearch();
    const index = openSearchChunkIndex({ connect, analyzer: spacedWordsAnalyzer, clock: manualClock() });
    await index.prepare(FINGERPRINT);
    const large = indexedChunk('w'.repeat(6 * 1024 * 1024), { position: 1 });

    const refused = await index.write([indexedChunk('small'), large], ACCESS);

    expect(refused).toEqual([{ chunkId: large.chunkId, status: 413, reason: 'request_too_large' }]);
    expect(calls.flatMap((call) => idsOf(call))).toEqual([indexedChunk('small').chunkId]);
  });
});

describe('chunks with 20 % of items busy, 2 % hopeless and bodies too large', () => {
  it('lose none and double none, and only what was refused in passing is sent again', async () => {
    const outcome = await bulkUnderFaults({ cases: 2_000 }); // `npm run test:faults` writes 10,000.

    expect(outcome).toMatchObject({ cases: 2_000, lost: 0, doubled: 0, needless: 0 });
    expect(outcome.quarantined).toBeGreaterThan(30);
    expect(outcome.resent).toBeGreaterThan(400);
  });

  it('are lost in part by a writer that does not look at the items', async () => {
    const outcome = await bulkUnderFaults({ cases: 1_000, told: withoutItems });

    expect(outcome.lost).toBeGreaterThan(100);
    expect(outcome.quarantined).toBe(0);
  });

  it('are doubled in part by a writer that sends a batch whole again for a part of it', async () => {
    const outcome = await bulkUnderFaults({ cases: 1_000, told: allOrNothing });

    expect(outcome.doubled).toBeGreaterThan(100);
    expect(outcome.needless).toBeGreaterThan(100);
  });
});

/** The defence off: every item looks as if it were stored. */
function withoutItems({ lines }: SearchCall, answer: SearchAnswer): SearchAnswer {
  if (lines.length === 0 || answer.status !== 200) return answer;
  return { status: 200, body: { items: idsOf({ ...NO_CALL, lines }).map(() => ({ index: { status: 201 } })) } };
}

/** The defence off: an answer in part looks as if the whole was refused. */
function allOrNothing({ lines }: SearchCall, answer: SearchAnswer): SearchAnswer {
  const isPart = lines.length > 0 && /"status":(?:4|5)/.test(JSON.stringify(answer.body));
  return isPart ? { status: 503, body: {} } : answer;
}

const NO_CALL: SearchCall = { method: 'POST', path: '', query: {}, body: {}, lines: [] };
