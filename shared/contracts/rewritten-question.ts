import * as z from 'zod';
import { MAX_PARTS } from '../domain/question-parts.ts';

/** What a model makes of a question. Nothing in it is believed: the service checks it before it is searched. */
export const RewrittenQuestionSchema = z.object({
  standalone: z.string().describe('The question, so that it can be understood without the conversation.'),
  parts: z
    .array(z.string())
    .describe(`The questions that it is made of, ${MAX_PARTS} at most; empty when it asks one thing.`),
});

/** The same as a JSON Schema, for a model's tool or response format; every property is required, none is added. */
export function rewrittenQuestionJsonSchema() {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(RewrittenQuestionSchema);
  return schema;
}
