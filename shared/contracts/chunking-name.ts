import * as z from 'zod/mini';
import { chunkingNamed } from '../domain/chunking-policy.ts';
import { PipelineFailure } from '../domain/failures.ts';

/** How documents are cut, by its name such as `structure-200`. Documents that were cut otherwise are processed anew. */
export const chunkingName = () =>
  z.string().check(
    z.superRefine((name, { addIssue }) => {
      try {
        chunkingNamed(name);
      } catch (cause) {
        if (!(cause instanceof PipelineFailure)) throw cause;
        addIssue({ code: 'custom', message: cause.message });
      }
    }),
  );
