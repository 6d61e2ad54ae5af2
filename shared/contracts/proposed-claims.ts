import * as z from 'zod/mini';
import type { ProposedClaim } from '../domain/answer.ts';
import { madeOnce } from '../domain/made-once.ts';
import { described } from './described.ts';

export const proposedClaimSchema = madeOnce(
  () =>
    z.object({
      text: described(z.string(), 'One sentence that answers the question or a part of it.'),
      chunkId: described(z.string(), 'Id of the passage that carries it.'),
      quote: described(z.string(), 'The words of that passage that carry it, copied exactly.'),
    }) satisfies z.ZodMiniType<ProposedClaim>,
);

/** What a model hands in. Nothing in it is believed: the service checks every claim. */
export const proposedClaimsSchema = madeOnce(() => z.object({ claims: z.array(proposedClaimSchema()) }));

/** The same as a JSON Schema, for a model's tool or response format; every property is required, none is added. */
export function proposedClaimsJsonSchema() {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(proposedClaimsSchema());
  return schema;
}
