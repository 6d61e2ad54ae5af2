import { PipelineFailure } from '#shared/domain/failures.ts';
import type { ArtifactStore } from '#shared/ports/artifact-store.ts';

/** A test double for an artifact store: it keeps JSON, as the real ones do. `keys` are those written, in order. */
export function memoryArtifactStore(): ArtifactStore & { readonly keys: () => string[] } {
  const values = new Map<string, string>();
  return {
    keys: () => [...values.keys()],

    read: async (key, schema, signal) => {
      signal?.throwIfAborted();
      const parsed = schema.safeParse(JSON.parse(values.get(key) ?? 'null'));
      if (parsed.success) return parsed.data;

      throw new PipelineFailure('InputInvalid', 'no such artifact, or not of the expected shape', {
        cause: parsed.error,
        details: { key },
      });
    },

    write: async (key, value, signal) => {
      signal?.throwIfAborted();
      values.set(key, JSON.stringify(value));
    },

    removeUnder: async (prefix, signal) => {
      signal?.throwIfAborted();
      for (const key of values.keys()) if (key.startsWith(prefix)) values.delete(key);
    },

    folders: async (prefix, after = '', signal) => {
      signal?.throwIfAborted();
      const below = [...values.keys()].filter((key) => key.startsWith(prefix) && key.includes('/', prefix.length));
      const folders = below.map((key) => key.slice(0, key.indexOf('/', prefix.length) + 1));
      return [...new Set(folders)].filter((folder) => folder > after).sort();
    },
  };
}
