import { BedrockRuntimeClient, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';
import { mockClient } from 'aws-sdk-client-mock';
import { bedrockEmbedder } from '#shared/adapters/aws/bedrock-embedder.ts';
import { bgeEmbedder } from '#shared/adapters/portable/bge-embedder.ts';
import { redacted } from '#shared/domain/text.ts';
import type { Vector } from '#shared/domain/vector.ts';
import { circuitBreaker } from '#shared/runtime/circuit-breaker.ts';
import { guardedEmbedder } from '#shared/runtime/guarded-embedder.ts';
import { limitedEmbedder } from '#shared/runtime/limited-embedder.ts';
import { hashedWordsEmbedder } from '../doubles/hashed-words-embedder.ts';
import { manualClock } from '../doubles/manual-clock.ts';
import { recordedMetrics } from '../doubles/recorded-metrics.ts';
import { seededChance } from '../doubles/seeded-chance.ts';
import { virtualClock } from '../doubles/virtual-clock.ts';
import { embedderSuite } from './suites/embedder-suite.ts';

const bge = bgeEmbedder({
  modelPath: 'models/bge-small-en-v1.5/model.onnx',
  tokenizerPath: 'models/bge-small-en-v1.5/tokenizer.json',
});

embedderSuite({ name: 'double: hashed words', create: hashedWordsEmbedder });
embedderSuite({ name: 'portable: bge-small', create: () => bge });
embedderSuite({
  name: 'limited: one text a call',
  create: () =>
    limitedEmbedder(
      { ...hashedWordsEmbedder(), maxBatch: 1 },
      { clock: manualClock(), chance: seededChance(1), metrics: recordedMetrics() },
    ),
});
embedderSuite({
  name: 'guarded: hashed words',
  create: () =>
    guardedEmbedder(hashedWordsEmbedder(), {
      breaker: circuitBreaker({ clock: virtualClock(), metrics: recordedMetrics(), name: 'embedder' }),
      clock: virtualClock(),
    }),
});

/** Numbers by the words of the texts, in the words of each model. Source: Bedrock user guide, as in the adapter. */
const ANSWERS = {
  'amazon.titan-embed-text-v2:0': ([embedding]: readonly Vector[]) => ({ embedding, inputTextTokenCount: 3 }),
  'cohere.embed-multilingual-v3': (float: readonly Vector[]) => ({ embeddings: { float } }),
  'eu.cohere.embed-v4:0': (float: readonly Vector[]) => ({ embeddings: { float } }),
};

for (const [modelId, answer] of Object.entries(ANSWERS)) {
  embedderSuite({
    name: `aws: ${modelId}, recorded form of answers`,
    create: () => {
      const client = new BedrockRuntimeClient({ region: 'eu-central-1' });
      mockClient(client)
        .on(InvokeModelCommand)
        .callsFake(async ({ body }) => {
          const { texts, inputText } = JSON.parse(String(body));
          const asked: string[] = texts ?? [inputText];
          const vectors = await Promise.all(
            asked.map((text) => hashedWordsEmbedder().embed([redacted(text)], 'passage')),
          );
          const padded = vectors.flat().map((vector) => Array.from({ length: 1024 }, (_, at) => 3 * (vector[at] ?? 0)));
          return { body: { transformToString: () => JSON.stringify(answer(padded)) } };
        });
      return bedrockEmbedder({ client, modelId, dimensions: 1024 });
    },
  });
}
