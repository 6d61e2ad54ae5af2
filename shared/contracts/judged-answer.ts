import * as z from 'zod/mini';
import { madeOnce } from '../domain/made-once.ts';
import { described } from './described.ts';

/** What a judge hands in. The reason comes first, so that the verdict follows from it; it is read by nobody else. */
export const judgedAnswerSchema = madeOnce(() =>
  z.object({
    reason: described(z.string(), 'Why, in one sentence.'),
    verdict: described(z.enum(['yes', 'no']), 'Whether it holds.'),
  }),
);

/** The same as a JSON Schema, for a model's tool or response format; every property is required, none is added. */
export function judgedAnswerJsonSchema() {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(judgedAnswerSchema());
  return schema;
}
