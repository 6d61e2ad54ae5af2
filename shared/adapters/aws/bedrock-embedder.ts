import { type BedrockRuntimeClient, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';
import * as z from 'zod/mini';
import { PipelineFailure } from '../../domain/failures.ts';
import { madeOnce } from '../../domain/made-once.ts';
import type { RedactedText } from '../../domain/text.ts';
import { toUnitLength, type Vector } from '../../domain/vector.ts';
import type { Embedder } from '../../ports/embedder.ts';
import type { CallOptions } from './aws-call.ts';
import { bedrockCall } from './bedrock-call.ts';

type Dimensions = 256 | 512 | 1024;
type Purpose = 'query' | 'passage';

export interface BedrockEmbedderOptions {
  readonly client: Pick<BedrockRuntimeClient, 'send'>;
  /** A model's id or ARN, or an inference profile's, such as `eu.cohere.embed-v4:0`. */
  readonly modelId: string;
  readonly dimensions: Dimensions;
}

/** Embeds with Amazon Titan Text Embeddings V2 or Cohere Embed 3 or 4, told apart by the model's id. */
export function bedrockEmbedder({ client, modelId, dimensions }: BedrockEmbedderOptions): Embedder {
  const { maxBatch, maxInputTokens, languages, request, read } = familyOf(modelId);

  const embedCall = async (
    texts: readonly RedactedText[],
    purpose: Purpose,
    options: CallOptions,
    onTokens: ((tokens: number) => void) | undefined,
  ) => {
    const body = JSON.stringify(request(texts, purpose, dimensions));
    const command = new InvokeModelCommand({ modelId, contentType: 'application/json', body });
    const answer = await client.send(command, options);
    const { vectors, tokens } = read(JSON.parse(answer.body.transformToString()));
    if (tokens !== undefined) onTokens?.(tokens);
    return vectors.map((vector) => checked(vector, dimensions));
  };

  return {
    modelId,
    dimensions,
    maxBatch,
    maxInputTokens,
    languages,
    embed: (texts, purpose, signal, onTokens) =>
      bedrockCall('Bedrock did not embed the texts', signal, async (options) => {
        const calls = groups(texts, maxBatch).map((group) => embedCall(group, purpose, options, onTokens));
        const vectors = (await Promise.all(calls)).flat();
        if (vectors.length === texts.length) return vectors;
        throw new PipelineFailure('DependencyUnavailable', 'Bedrock did not give one vector a text');
      }),
  };
}

interface ModelFamily {
  /** Texts of one call. */
  readonly maxBatch: number;
  readonly maxInputTokens: number;
  readonly languages: Embedder['languages'];
  readonly request: (texts: readonly RedactedText[], purpose: Purpose, dimensions: Dimensions) => object;
  /** Tokens where the model tells them. */
  readonly read: (body: unknown) => { readonly vectors: readonly Vector[]; readonly tokens?: number | undefined };
}

/**
 * Titan takes one text a call, of more than 100 languages, and embeds a question as it embeds a passage. Source: Bedrock
 * user guide, "Amazon Titan Embeddings Text".
 */
const TITAN_V2: ModelFamily = {
  maxBatch: 1,
  maxInputTokens: 8_192,
  languages: 'many',
  request: ([inputText], _purpose, dimensions) => ({ inputText, dimensions, normalize: true }),
  read: (body) => {
    const { embedding, inputTextTokenCount: tokens } = titanResponse().parse(body);
    return { vectors: [embedding], tokens };
  },
};

const titanResponse = madeOnce(() =>
  z.object({ embedding: z.array(z.number()), inputTextTokenCount: z.optional(z.int()) }),
);

const cohereResponse = madeOnce(() => z.object({ embeddings: z.object({ float: z.array(z.array(z.number())) }) }));
const COHERE_PURPOSES = { query: 'search_query', passage: 'search_document' } as const;

/**
 * Texts past the limit are cut at their end. Source: Bedrock user guide, "Cohere Embed models": 96 texts a call, more
 * than 100 languages but for the model of version 3 that is named after English.
 */
const COHERE: Omit<ModelFamily, 'maxInputTokens' | 'request'> = {
  maxBatch: 96,
  languages: 'many',
  read: (body) => ({ vectors: cohereResponse().parse(body).embeddings.float }),
};

/** It gives vectors of 1,024 numbers alone, so its request names no length. */
const COHERE_V3: ModelFamily = {
  ...COHERE,
  maxInputTokens: 512,
  request: (texts, purpose) => cohereRequest(texts, purpose),
};

const COHERE_V4: ModelFamily = {
  ...COHERE,
  maxInputTokens: 128_000,
  request: (texts, purpose, dimensions) => ({ ...cohereRequest(texts, purpose), output_dimension: dimensions }),
};

function cohereRequest(texts: readonly RedactedText[], purpose: Purpose) {
  return { texts, input_type: COHERE_PURPOSES[purpose], embedding_types: ['float'], truncate: 'END' };
}

/** Ids of inference profiles begin with a region, ARNs hold the id after a slash. */
function familyOf(modelId: string): ModelFamily {
  if (/(^|[./])cohere\.embed-v4/.test(modelId)) return COHERE_V4;
  if (/(^|[./])cohere\.embed-english-/.test(modelId)) return { ...COHERE_V3, languages: ['en'] };
  if (/(^|[./])cohere\.embed-/.test(modelId)) return COHERE_V3;
  if (/(^|[./])amazon\.titan-embed-text-v2/.test(modelId)) return TITAN_V2;
  throw new PipelineFailure('InputInvalid', 'EMBEDDING_MODEL_ID names no model whose protocol is known');
}

function groups<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}

function checked(vector: Vector, dimensions: Dimensions): Vector {
  if (vector.length === dimensions) return toUnitLength(vector);
  throw new PipelineFailure('IndexMismatch', 'the model gives vectors of another length than is configured', {
    details: { given: vector.length, configured: dimensions },
  });
}
