import { createHash } from 'node:crypto';
import type { Clock } from '../ports/clock.ts';

export interface BoundedCacheOptions {
  readonly clock: Clock;
  /** For `/v1/health`. */
  readonly name: string;
  /** Entries kept, those used last; 0 keeps none, which switches the cache off. */
  readonly maxEntries: number;
  /** Milliseconds that an entry is good for. */
  readonly maxAgeMilliseconds: number;
}

/** Keeps what was worked out before, in this process alone. */
export interface BoundedCache<Value> {
  readonly name: string;
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  /** Look-ups that found something, and all of them, since the process began. */
  readonly counts: () => { readonly hits: number; readonly lookups: number };
}

export function boundedCache<Value>(options: BoundedCacheOptions): BoundedCache<Value> {
  const { clock, name, maxEntries, maxAgeMilliseconds } = options;
  const entries = new Map<string, { readonly value: Value; readonly until: number }>(); // Used last stands last.
  let hits = 0;
  let lookups = 0;
  return {
    name,
    get: (key) => {
      lookups += 1;
      const found = entries.get(key);
      if (found === undefined) return undefined;
      entries.delete(key);
      if (found.until <= clock.now()) return undefined;
      entries.set(key, found);
      hits += 1;
      return found.value;
    },
    set: (key, value) => {
      entries.delete(key);
      entries.set(key, { value, until: clock.now() + maxAgeMilliseconds });
      for (const oldest of entries.keys()) {
        if (entries.size <= maxEntries) break;
        entries.delete(oldest);
      }
    },
    counts: () => ({ hits, lookups }),
  };
}

/** One key for all parts, which no other parts share; it holds no text of any of them. */
export function cacheKey(...parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
