import { describe, expect, it } from 'vitest';
import { jitteredPause } from '#shared/adapters/aws/jittered-pause.ts';
import { openSearchChunkIndex } from '#shared/adapters/aws/open-search-chunk-index.ts';
import { retryAfterMilliseconds } from '#shared/adapters/aws/retry-after.ts';
import { fakeOpenSearch } from '../doubles/fake-open-search.ts';
import { FINGERPRINT, indexedChunk } from '../doubles/indexed-chunks.ts';
import { manualClock } from '../doubles/manual-clock.ts';
import { spacedWordsAnalyzer } from '../doubles/spaced-words-analyzer.ts';

const NOW = Date.UTC(2026, 0, 1);

describe('a pause', () => {
  it.each([
    [1, 0.999, 100],
    [3, 0.5, 200],
    [3, 0, 0],
    [20, 0.999, 4_995],
  ])(
    'after %i tries takes a share of its bound, and the bound doubles up to five seconds',
    async (tries, share, ms) => {
      const clock = manualClock(NOW);

      await jitteredPause({ clock, random: () => share })(tries);

      expect(clock.now() - NOW).toBe(ms);
    },
  );

  it('takes as long as was asked for, and the jitter on top', async () => {
    const clock = manualClock(NOW);

    await jitteredPause({ clock, random: () => 0.5 })(1, undefined, 3_000);

    expect(clock.now() - NOW).toBe(3_050);
  });

  it('ends with its caller', async () => {
    const pause = jitteredPause({ clock: manualClock(NOW) });

    await expect(pause(1, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('a Retry-After header', () => {
  it.each([
    ['3', 3_000],
    [' 0 ', 0],
    ['86400', 20_000],
    ['Thu, 01 Jan 2026 00:00:07 GMT', 7_000],
    ['Wed, 31 Dec 2025 23:59:00 GMT', 0],
    ['soon', 0],
    ['', 0],
    [undefined, 0],
  ])('%j asks for %i milliseconds', (header, milliseconds) => {
    expect(retryAfterMilliseconds(header, NOW)).toBe(milliseconds);
  });

  it('of a bulk request that was refused whole is heeded', async () => {
    const clock = manualClock(NOW);
    const busy = { status: 429, body: {}, headers: { 'retry-after': '12' } };
    let asked = 0;
    const before = ({ lines }: { lines: readonly string[] }) => (lines.length > 0 && ++asked === 1 ? busy : undefined);
    const { connect } = await fakeOpenSearch({ before });
    const index = openSearchChunkIndex({ connect, analyzer: spacedWordsAnalyzer, clock });
    await index.prepare(FINGERPRINT);

    const document = { tenantId: 'acme', documentId: 'd1', collection: 'inbox', access: [], embedder: FINGERPRINT };
    await index.write([indexedChunk('alpha')], document);

    expect(clock.now() - NOW).toBeGreaterThanOrEqual(12_000);
    expect(clock.now() - NOW).toBeLessThanOrEqual(12_100);
  });
});
