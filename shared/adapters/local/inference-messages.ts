import * as z from 'zod';
import { failureNamed } from '../../domain/failures.ts';

// What this thread and those that run models say to each other. Structured clones: values arrive as they were sent.

export type Purpose = 'query' | 'passage';

const InferenceTaskSchema = z.object({ id: z.int(), text: z.string(), purpose: z.enum(['query', 'passage']) });

/** What a thread is told: a text to work on, or to end once the model stands still. */
export const InferenceRequestSchema = z.union([InferenceTaskSchema, z.object({ stop: z.literal(true) })]);
export type InferenceRequest = z.output<typeof InferenceRequestSchema>;

/** What a thread says: first once that it is there and what its model is like, then once a task. */
export const InferenceReplySchema = z.union([
  z.object({ traits: z.unknown() }),
  z.object({ id: z.int(), value: z.unknown() }),
  z.object({
    id: z.int(),
    failure: z.object({ name: z.string().transform(failureNamed), message: z.string() }),
  }),
]);
export type InferenceReply =
  | { readonly traits: unknown }
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly failure: { readonly name: string; readonly message: string } };
