import type { z } from 'zod/mini';

/**
 * Keeps what one step leaves for the next: a state machine passes keys, because its payloads end at 256 KiB.
 * Keys under `raw/` hold text before redaction and are kept under a key of their own.
 *
 * An aborted `signal` rejects the call.
 */
export interface ArtifactStore {
  /** @throws PipelineFailure `InputInvalid` when nothing is stored there or it does not fit `schema`. */
  read<T>(key: string, schema: z.ZodMiniType<T>, signal?: AbortSignal): Promise<T>;
  write(key: string, value: unknown, signal?: AbortSignal): Promise<void>;
  /** Removes everything whose key starts with `prefix`, which ends in `/`. Removing nothing is no failure. */
  removeUnder(prefix: string, signal?: AbortSignal): Promise<void>;
  /**
   * The folders right under `prefix`, which ends in `/`, as whole prefixes that end in `/` too: ordered by their bytes, a
   * page at a time; `after` is the last one of the page before, and an empty page follows the last. One may be named that
   * holds nothing any more.
   */
  folders(prefix: string, after?: string, signal?: AbortSignal): Promise<readonly string[]>;
}
