import * as z from 'zod/mini';
import type { ProposedClaim } from '../domain/answer.ts';
import { madeOnce } from '../domain/made-once.ts';
import { toolSchema } from './tool-schema.ts';

export const proposedClaimSchema = madeOnce(
  () => z.object({ text: z.string(), chunkId: z.string(), quote: z.string() }) satisfies z.ZodMiniType<ProposedClaim>,
);

/** What a model hands in. Nothing in it is believed: the service checks every claim. */
export const proposedClaimsSchema = madeOnce(() => z.object({ claims: z.array(proposedClaimSchema()) }));

/**
 * The same as a JSON Schema. Written out: what zod makes one with is 21 KB, which the function of questions would read at
 * every start.
 */
export function proposedClaimsJsonSchema() {
  const claim = {
    text: 'One sentence that answers the question or a part of it.',
    chunkId: 'Id of the passage that carries it.',
    quote: 'The words of that passage that carry it, copied exactly.',
  } satisfies Record<keyof ProposedClaim, string>;
  return toolSchema({ claims: { type: 'array', items: toolSchema(claim) } });
}
