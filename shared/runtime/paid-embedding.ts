import { embeddingBound } from '../domain/spending-bounds.ts';
import type { MeteredEmbedding } from '../ports/embedder.ts';
import { meteredEmbedding } from './metered-embedding.ts';
import { type SpendingPorts, spend } from './spend.ts';

/** Metered embedding on a tenant's account. It throws `BudgetExhausted` besides what the embedder throws. */
export function paidEmbedding(tenantId: string, ports: SpendingPorts): MeteredEmbedding {
  return (embedder, texts, purpose, signal) =>
    spend({ tenantId, most: [embeddingBound(embedder.modelId, texts)] }, ports, signal, async () => {
      const result = await meteredEmbedding(embedder, texts, purpose, signal);
      const use = { model: embedder.modelId, calls: texts.length, inputTokens: result.tokens, outputTokens: 0 };
      return { result, uses: [use] };
    });
}
