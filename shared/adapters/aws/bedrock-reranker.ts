import { type BedrockRuntimeClient, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';
import * as z from 'zod/mini';
import type { Passage } from '../../domain/answer.ts';
import { PipelineFailure } from '../../domain/failures.ts';
import { madeOnce } from '../../domain/made-once.ts';
import type { Reranker, RerankRequest } from '../../ports/reranker.ts';
import { bedrockCall } from './bedrock-call.ts';

/**
 * Passages of one call. A query is billed with up to 100 documents, each of at most 512 tokens with the question, so
 * this is one query. Source: Bedrock pricing, "Rerank models". Fewer, for answers see ten; ours to change.
 */
const PASSAGES = 50;

export interface BedrockRerankerOptions {
  /** Of a region that offers the model: few do. */
  readonly client: Pick<BedrockRuntimeClient, 'send'>;
  /** `amazon.rerank-v1:0`, `cohere.rerank-v3-5:0`, or an ARN of one. */
  readonly modelId: string;
}

/** Reranks with a cross-encoder on Bedrock. Source: Bedrock user guide, "Amazon Rerank" and "Cohere Rerank". */
export function bedrockReranker({ client, modelId }: BedrockRerankerOptions): Reranker {
  return {
    modelId,
    maxPassages: PASSAGES,
    rerank: async (request, signal) => {
      signal?.throwIfAborted();
      if (request.passages.length === 0) return { scores: [], uses: [] };
      return bedrockCall('Bedrock did not rerank the passages', signal, async (options) => {
        const body = JSON.stringify(requestBody(request, modelId));
        const command = new InvokeModelCommand({ modelId, contentType: 'application/json', body });
        const answer = await client.send(command, options);
        const { results } = rerankResponse().parse(JSON.parse(answer.body.transformToString()));
        return {
          scores: scoresOf(results, request.passages.length),
          uses: [{ model: modelId, calls: 1, inputTokens: 0, outputTokens: 0 }],
        };
      });
    },
  };
}

const rerankResponse = madeOnce(() =>
  z.object({
    results: z.array(z.object({ index: z.int().check(z.nonnegative()), relevance_score: z.number() })),
  }),
);

/** Both take the same body, but for the version that Cohere asks for. */
function requestBody({ question, passages }: RerankRequest, modelId: string) {
  const documents = passages.map(documentOf);
  const version = /(^|[./])cohere\./.test(modelId) ? { api_version: 2 } : {};
  return { query: question, documents, top_n: documents.length, ...version };
}

/** Where it stands, then what it says, as it was embedded. */
function documentOf({ title, context, text }: Passage): string {
  return `${context === '' ? title : context}\n${text}`;
}

/** Answers come best first, each with the place of its document. */
function scoresOf(results: z.output<ReturnType<typeof rerankResponse>>['results'], passages: number): number[] {
  const scores = new Map(results.map(({ index, relevance_score: score }) => [index, score]));
  const ordered = Array.from({ length: passages }, (_, at) => scores.get(at));
  const known = ordered.filter((score) => score !== undefined);
  if (known.length === passages) return known;
  throw new PipelineFailure('DependencyUnavailable', 'Bedrock did not give one score a passage');
}
