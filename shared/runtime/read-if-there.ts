import type * as z from 'zod/mini';
import { PipelineFailure } from '../domain/failures.ts';
import type { ArtifactStore } from '../ports/artifact-store.ts';

/** An artifact that may be missing, or be of another release: nothing then. */
export async function readIfThere<T>(
  artifacts: Pick<ArtifactStore, 'read'>,
  key: string,
  schema: z.ZodMiniType<T>,
  signal?: AbortSignal,
): Promise<T | undefined> {
  try {
    return await artifacts.read(key, schema, signal);
  } catch (error) {
    if (error instanceof PipelineFailure && error.name === 'InputInvalid') return undefined;
    throw error;
  }
}
