import * as z from 'zod/mini';
import type { IndexedChunk } from '../domain/chunk.ts';
import { madeOnce } from '../domain/made-once.ts';
import { redactedTextSchema } from './redacted-text.ts';

/** The fields of a chunk that every index keeps by their own names. */
export const storedChunk = madeOnce(
  () =>
    ({
      attempt: z.int(),
      position: z.int(),
      page: z.int(),
      start: z.int(),
      end: z.int(),
      text: redactedTextSchema(),
      context: redactedTextSchema(),
    }) satisfies Partial<Record<keyof IndexedChunk, z.ZodMiniType>>,
);
