import * as z from 'zod';
import type { ProposedClaim } from '../domain/answer.ts';

export const ProposedClaimSchema = z.object({
  text: z.string().describe('One sentence that answers the question or a part of it.'),
  chunkId: z.string().describe('Id of the passage that carries it.'),
  quote: z.string().describe('The words of that passage that carry it, copied exactly.'),
}) satisfies z.ZodType<ProposedClaim>;

/** What a model hands in. Nothing in it is believed: the service checks every claim. */
export const ProposedClaimsSchema = z.object({ claims: z.array(ProposedClaimSchema) });

/** The same as a JSON Schema, for a model's tool or response format; every property is required, none is added. */
export function proposedClaimsJsonSchema() {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(ProposedClaimsSchema);
  return schema;
}
