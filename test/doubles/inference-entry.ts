import { parentPort, workerData } from 'node:worker_threads';
import { serveInference } from '#shared/adapters/local/serve-inference.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';

// A thread in place of those that run models. Texts tell it what to do, and a shared counter what it has done.

const { model, done } = workerData as { model: string; done?: SharedArrayBuffer }; // Tests are its only caller.
const counter = done && new Int32Array(done);

async function run(text: string, purpose: string): Promise<unknown> {
  if (text === 'crash') process.exit(1);
  if (text === 'hang') await new Promise(() => {});
  if (text === 'throw') throw new TypeError('a library repeats: secret text');
  if (text === 'refuse') throw new PipelineFailure('ModelThrottled', 'too much at once');
  if (counter) Atomics.add(counter, 0, 1);
  return model === 'entity-finder'
    ? [{ kind: 'PERSON', start: 0, end: text.length, confidence: 1 }]
    : `${purpose}:${text}`;
}

const TRAITS = { modelId: 'echo', dimensions: 4, maxBatch: 3, maxInputTokens: 100, languages: ['en'] };

if (parentPort && model !== 'dead') {
  serveInference(parentPort, { traits: TRAITS, failure: 'DependencyUnavailable', run });
}
