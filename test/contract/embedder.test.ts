import { bgeEmbedder } from '#shared/adapters/portable/bge-embedder.ts';
import { limitedEmbedder } from '#shared/runtime/limited-embedder.ts';
import { hashedWordsEmbedder } from '../doubles/hashed-words-embedder.ts';
import { manualClock } from '../doubles/manual-clock.ts';
import { seededChance } from '../doubles/seeded-chance.ts';
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
    limitedEmbedder({ ...hashedWordsEmbedder(), maxBatch: 1 }, { clock: manualClock(), chance: seededChance(1) }),
});
