import { parentPort, workerData } from 'node:worker_threads';
import * as z from 'zod';
import type { RedactedText } from '../../domain/text.ts';
import { unredacted } from '../../domain/unredacted.ts';
import { bgeEmbedder } from '../portable/bge-embedder.ts';
import { crossEncoder } from '../portable/cross-encoder.ts';
import { rampartEntityFinder } from '../portable/rampart-entity-finder.ts';
import { serveInference } from './serve-inference.ts';

// The entry of a thread that runs one model. Brands end at a thread's border; the port's types hold on the other side.

const WorkerDataSchema = z.object({
  model: z.enum(['embedder', 'entity-finder', 'cross-encoder']),
  modelPath: z.string(),
  tokenizerPath: z.string(),
});

/** A question and a passage, as one text of a task. */
const PairSchema = z.tuple([z.string(), z.string()]);

const { model, ...files } = WorkerDataSchema.parse(workerData);

if (parentPort && model === 'embedder') {
  const { embed, ...traits } = bgeEmbedder(files);
  serveInference(parentPort, {
    traits,
    failure: 'DependencyUnavailable',
    run: async (text, purpose, signal) => (await embed([text as RedactedText], purpose, signal))[0],
  });
}

if (parentPort && model === 'entity-finder') {
  const { find, ...traits } = rampartEntityFinder(files);
  serveInference(parentPort, {
    traits,
    failure: 'DetectorUnavailable',
    run: (text, _purpose, signal) => find(unredacted(text), signal),
  });
}

if (parentPort && model === 'cross-encoder') {
  const { score } = crossEncoder(files);
  serveInference(parentPort, {
    traits: {},
    failure: 'DependencyUnavailable',
    run: (text, _purpose, signal) => {
      const [question, passage] = PairSchema.parse(JSON.parse(text));
      return score(question as RedactedText, passage as RedactedText, signal);
    },
  });
}
