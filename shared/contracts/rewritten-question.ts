import * as z from 'zod/mini';
import { madeOnce } from '../domain/made-once.ts';
import { MAX_PARTS } from '../domain/question-parts.ts';
import { described } from './described.ts';

/** What a model makes of a question. Nothing in it is believed: the service checks it before it is searched. */
export const rewrittenQuestionSchema = madeOnce(() =>
  z.object({
    standalone: described(z.string(), 'The question, so that it can be understood without the conversation.'),
    parts: described(
      z.array(z.string()),
      `The questions that it is made of, ${MAX_PARTS} at most; empty when it asks one thing.`,
    ),
  }),
);

/** The same as a JSON Schema, for a model's tool or response format; every property is required, none is added. */
export function rewrittenQuestionJsonSchema() {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(rewrittenQuestionSchema());
  return schema;
}
