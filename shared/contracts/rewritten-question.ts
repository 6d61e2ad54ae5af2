import * as z from 'zod/mini';
import { madeOnce } from '../domain/made-once.ts';
import { MAX_PARTS } from '../domain/question-parts.ts';
import { toolSchema } from './tool-schema.ts';

/** What a model makes of a question. Nothing in it is believed: the service checks it before it is searched. */
export const rewrittenQuestionSchema = madeOnce(() => z.object({ standalone: z.string(), parts: z.array(z.string()) }));

/** The same as a JSON Schema, written out as that of claims is. */
export function rewrittenQuestionJsonSchema() {
  return toolSchema({
    standalone: 'The question, so that it can be understood without the conversation.',
    parts: {
      description: `The questions that it is made of, ${MAX_PARTS} at most; empty when it asks one thing.`,
      type: 'array',
      items: { type: 'string' },
    },
  });
}
