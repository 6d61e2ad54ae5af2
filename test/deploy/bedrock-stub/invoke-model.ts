import * as z from 'zod';
import { redacted } from '#shared/domain/text.ts';
import { cosineSimilarity, toUnitLength, type Vector } from '#shared/domain/vector.ts';
import type { Embedder } from '#shared/ports/embedder.ts';
import { type ModelCall, validationFault } from './model-call.ts';

const TitanRequest = z.strictObject({
  inputText: z.string().min(1),
  dimensions: z.literal([256, 512, 1024]).default(1024),
  normalize: z.boolean().default(true),
});

const CohereRequest = z.strictObject({
  texts: z.array(z.string()).min(1).max(96),
  input_type: z.enum(['search_query', 'search_document', 'classification', 'clustering']),
  embedding_types: z.array(z.literal('float')).default(['float']),
  truncate: z.enum(['NONE', 'START', 'END']).default('NONE'),
  output_dimension: z.literal([256, 512, 1024, 1536]).optional(),
});

const RerankRequest = z.looseObject({
  query: z.string().min(1),
  documents: z.array(z.string()).min(1).max(1_000),
  top_n: z.int().positive().optional(),
});

/**
 * What InvokeModel answers for the models that embed and rerank: their request and response bodies, the numbers by the
 * local model. A shorter vector than is asked for is filled up with zeros, which changes no similarity.
 *
 * Source: Bedrock user guide, "Amazon Titan Embeddings Text", "Cohere Embed models", "Cohere Rerank".
 */
export function invokeModel(modelId: string, body: unknown, embedder: Embedder): ModelCall {
  if (/amazon\.titan-embed-text-v2/.test(modelId)) return titan(parsed(TitanRequest, body), embedder);
  if (/cohere\.embed-/.test(modelId)) return cohere(parsed(CohereRequest, body), embedder);
  if (/(cohere|amazon)\.rerank-/.test(modelId)) return rerank(parsed(RerankRequest, body), embedder);
  throw validationFault('The provided model identifier is invalid.');
}

function titan({ inputText, dimensions }: z.output<typeof TitanRequest>, embedder: Embedder): ModelCall {
  return {
    input: inputText,
    maxTokens: 0,
    answer: async () => {
      const [vector] = await vectorsOf([inputText], 'passage', dimensions, embedder);
      return { body: { embedding: vector, inputTextTokenCount: inputText.length }, outputTokens: 0 };
    },
  };
}

function cohere(request: z.output<typeof CohereRequest>, embedder: Embedder): ModelCall {
  const { texts, input_type: inputType, output_dimension: dimensions = 1024 } = request;
  return {
    input: texts.join(' '),
    maxTokens: 0,
    answer: async () => {
      const purpose = inputType === 'search_query' ? 'query' : 'passage';
      const float = await vectorsOf(texts, purpose, dimensions, embedder);
      return {
        body: { id: 'stub', response_type: 'embeddings_by_type', embeddings: { float }, texts },
        outputTokens: 0,
      };
    },
  };
}

function rerank({ query, documents, top_n }: z.output<typeof RerankRequest>, embedder: Embedder): ModelCall {
  return {
    input: [query, ...documents].join(' '),
    maxTokens: 0,
    answer: async () => {
      const [asked = []] = await vectorsOf([query], 'query', embedder.dimensions, embedder);
      const found = await vectorsOf(documents, 'passage', embedder.dimensions, embedder);
      const results = found
        .map((vector, index) => ({ index, relevance_score: cosineSimilarity(asked, vector) }))
        .sort((a, b) => b.relevance_score - a.relevance_score);
      return { body: { results: results.slice(0, top_n) }, outputTokens: 0 };
    },
  };
}

async function vectorsOf(
  texts: readonly string[],
  purpose: 'query' | 'passage',
  dimensions: number,
  embedder: Embedder,
): Promise<Vector[]> {
  const vectors: Vector[] = [];
  for (const text of texts) {
    const [vector = []] = await embedder.embed([redacted(text)], purpose);
    const filled = Array.from({ length: dimensions }, (_, at) => vector[at] ?? 0);
    vectors.push(toUnitLength(filled));
  }
  return vectors;
}

function parsed<T>(schema: z.ZodType<T>, body: unknown): T {
  const { data, success } = schema.safeParse(body);
  if (success) return data;
  throw validationFault('Malformed input request, please reformat your input and try again.');
}
