import type { LocalSettings } from '#shared/contracts/local-settings.ts';
import type { Clock } from '#shared/ports/clock.ts';
import { boundedCache } from '#shared/runtime/bounded-cache.ts';

/** Vectors kept: of 384 numbers some 12 MB. */
const VECTORS = 4_096;
/** Vectors do not age. */
const DAY = 24 * 60 * 60 * 1_000;
/** Results of one side of a search kept, of a hundred chunks each: some 20 MB. */
const SEARCHES = 100;
/** Milliseconds that one is good for: what another process writes is found that much later at most. */
const SEARCH_AGE = 60_000;
const PROPOSALS = 500;
const HOUR = 60 * 60 * 1_000;

/** A cache of this process, or one that keeps nothing where the settings switch caches off. */
export function localCache<Value>(
  name: 'embeddings' | 'searches' | 'answers',
  { AFFIDAVIT_CACHES }: LocalSettings,
  clock: Clock,
) {
  const shape = {
    embeddings: { maxEntries: VECTORS, maxAgeMilliseconds: DAY },
    searches: { maxEntries: SEARCHES, maxAgeMilliseconds: SEARCH_AGE },
    answers: { maxEntries: PROPOSALS, maxAgeMilliseconds: HOUR },
  }[name];
  return boundedCache<Value>({ clock, name, ...shape, ...(AFFIDAVIT_CACHES === 'off' && { maxEntries: 0 }) });
}
