import { expect, it } from 'vitest';
import { ingestWithNeighbours, NEIGHBOURS, poisonedAtEachStep } from '../doubles/poisoned-ingest.ts';

/** Long enough for what works, on a busy machine too; a step gives up one second earlier. */
const STEP_TIMEOUT_SECONDS = 4;

it('rejects after three tries a document for which a part never answers, and publishes its neighbours', async () => {
  const { overrides, tries } = poisonedAtEachStep('never answers');
  const steps = ['identify', 'extract', 'redact', 'classify', 'embed', 'index-chunks'];
  const texts = [...steps, 'storing'].map((step) => `venom of ${step}`);

  const { outcomes, neighbours } = await ingestWithNeighbours(texts, {
    overrides,
    stepTimeoutSeconds: STEP_TIMEOUT_SECONDS,
  });

  expect(outcomes).toEqual({
    ...Object.fromEntries(steps.map((step) => [`venom of ${step}`, ['rejected', 'FunctionTimedOut', step]])),
    'venom of storing': ['rejected', 'FunctionTimedOut', 'extract'],
  });
  expect(neighbours).toEqual(NEIGHBOURS.map(() => ['published', undefined, undefined]));
  for (const text of texts) expect(tries[text]?.(), text).toBe(3);
});
