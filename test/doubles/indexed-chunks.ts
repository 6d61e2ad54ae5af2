import type { IndexedChunk } from '#shared/domain/chunk.ts';
import type { EmbedderFingerprint } from '#shared/domain/fingerprint.ts';
import { chunkIdOf } from '#shared/domain/identity.ts';
import { redacted } from '#shared/domain/text.ts';
import { toUnitLength, type Vector } from '#shared/domain/vector.ts';

/** An embedder's of eight dimensions: few enough to write vectors by hand. */
export const FINGERPRINT: EmbedderFingerprint = { modelId: 'hand-made', dimensions: 8, probe: 'ab12' };

/** A unit vector that points along one axis, and a little along the next. */
export function axis(at: number, lean = 0): Vector {
  return toUnitLength(Array.from({ length: 8 }, (_, i) => (i === at ? 1 : i === (at + 1) % 8 ? lean : 0)));
}

export function indexedChunk(text: string, changes: Partial<IndexedChunk> = {}): IndexedChunk {
  const attempt = { tenantId: 'acme', documentId: 'd1', versionId: 'v1', attempt: 1, ...changes };
  const position = changes.position ?? 0;
  return {
    ...attempt,
    chunkId: chunkIdOf(attempt, position),
    position,
    page: 2,
    start: 10,
    end: 10 + text.length,
    text: redacted(text),
    context: redacted(''),
    vector: axis(0),
    ...changes,
  };
}
