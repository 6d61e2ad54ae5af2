import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { onTestFinished } from 'vitest';
import { bedrockReranker } from '#shared/adapters/aws/bedrock-reranker.ts';
import { crossEncoderWorkers } from '#shared/adapters/local/cross-encoder-workers.ts';
import { crossEncoder } from '#shared/adapters/portable/cross-encoder.ts';
import { crossEncoderReranker } from '#shared/adapters/portable/cross-encoder-reranker.ts';
import { localReranker } from '#shared/adapters/portable/local-reranker.ts';
import { textAnalyzer } from '#shared/adapters/portable/text-analyzer.ts';
import { guardedReranker, limitedReranker } from '#shared/runtime/guarded-reranker.ts';
import { hashedWordsEmbedder } from '../doubles/hashed-words-embedder.ts';
import { manualClock } from '../doubles/manual-clock.ts';
import { recordedMetrics } from '../doubles/recorded-metrics.ts';
import { recordedRerank } from '../doubles/recorded-rerank.ts';
import { seededChance } from '../doubles/seeded-chance.ts';
import { virtualClock } from '../doubles/virtual-clock.ts';
import { wordOverlapModel } from '../doubles/word-overlap-model.ts';
import { rerankerSuite } from './suites/reranker-suite.ts';

const local = () => localReranker({ analyzer: textAnalyzer() });

rerankerSuite({ name: 'portable: local scorer', create: local });
rerankerSuite({
  name: 'portable: local scorer that compares meaning',
  create: () => localReranker({ analyzer: textAnalyzer(), embedder: hashedWordsEmbedder() }),
});
rerankerSuite({
  name: 'portable: cross-encoder',
  create: () => {
    const { score } = crossEncoder(wordOverlapModel());
    return crossEncoderReranker('overlap', (question, passages, signal) =>
      Promise.all(passages.map((passage) => score(question, passage, signal))),
    );
  },
});
rerankerSuite({
  name: 'local: cross-encoder on threads',
  create: () => {
    const { reranker, close } = crossEncoderWorkers({ ...wordOverlapModel(), name: 'overlap', threads: 1 });
    onTestFinished(close);
    return reranker;
  },
});
rerankerSuite({
  name: 'limited: local scorer',
  create: () => limitedReranker(local(), { clock: manualClock(), chance: seededChance(1), metrics: recordedMetrics() }),
});
rerankerSuite({
  name: 'guarded: local scorer',
  create: () => guardedReranker(local(), { clock: virtualClock(), metrics: recordedMetrics() }).reranker ?? local(),
});
for (const modelId of ['amazon.rerank-v1:0', 'cohere.rerank-v3-5:0']) {
  rerankerSuite({
    name: `aws: ${modelId}, recorded answer`,
    create: () => {
      const client = new BedrockRuntimeClient({ region: 'eu-central-1' });
      recordedRerank(client);
      return bedrockReranker({ client, modelId });
    },
  });
}
