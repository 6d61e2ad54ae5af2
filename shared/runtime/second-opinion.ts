import { PipelineFailure } from '../domain/failures.ts';
import type { SupportTrace } from '../domain/receipt.ts';
import type { RedactedText } from '../domain/text.ts';
import type { SecondCheck } from '../ports/second-check.ts';
import { paidEmbedding } from './paid-embedding.ts';
import { type SpendingPorts, spend } from './spend.ts';

export interface SecondOpinionPorts extends SpendingPorts {
  /** Nobody without it. */
  readonly secondCheck?: SecondCheck | undefined;
}

export interface ToldClaims {
  readonly tenantId: string;
  readonly question: RedactedText;
  /** As they were told, with their quotes. */
  readonly claims: readonly { readonly text: string; readonly quote: string }[];
}

/**
 * What the second check says of each claim; one that stands word for word in its quote is not asked about. Its failure is
 * no failure of the answer: the receipt says that there is none.
 */
export async function secondOpinion(
  { tenantId, question, claims }: ToldClaims,
  ports: SecondOpinionPorts,
  signal: AbortSignal,
): Promise<SupportTrace | undefined> {
  const { secondCheck, onUse } = ports;
  if (secondCheck === undefined || claims.length === 0) return undefined;
  const asked = claims.filter(({ text, quote }) => !quote.includes(text));
  const request = {
    question,
    // A model was shown redacted text alone, and its words were checked against that.
    claims: asked.map(({ text, quote }) => ({ text: text as RedactedText, quote: quote as RedactedText })),
    embed: paidEmbedding(tenantId, ports),
  };
  try {
    const { scores, uses } =
      asked.length === 0
        ? { scores: [], uses: [] }
        : await spend({ tenantId, most: secondCheck.most(request) }, ports, signal, async () => {
            const result = await secondCheck.scores(request, signal);
            return { result, uses: result.uses };
          });
    for (const use of uses) onUse?.(use);
    const scoreOf = new Map(asked.map((claim, at) => [claim, scores[at] ?? 0]));
    return { by: secondCheck.name, scores: claims.map((claim) => scoreOf.get(claim) ?? 1) };
  } catch (cause) {
    signal.throwIfAborted();
    if (cause instanceof PipelineFailure) return { by: secondCheck.name, reason: cause.name };
    throw cause;
  }
}
