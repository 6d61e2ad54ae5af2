import { expect, it } from 'vitest';
import { ingestWithNeighbours, NEIGHBOURS, poisonedAtEachStep } from '../doubles/poisoned-ingest.ts';

it('rejects after three tries a document for which a part never answers, and publishes its neighbours', async () => {
  const { overrides, tries } = poisonedAtEachStep('never answers');
  const steps = ['identify', 'extract', 'redact', 'classify', 'embed', 'index-chunks'];
  const texts = [...steps, 'storing'].map((step) => `venom of ${step}`);

  const { outcomes, neighbours } = await ingestWithNeighbours(texts, overrides);

  expect(outcomes).toEqual({
    ...Object.fromEntries(steps.map((step) => [`venom of ${step}`, ['rejected', 'FunctionTimedOut', step]])),
    'venom of storing': ['rejected', 'FunctionTimedOut', 'extract'],
  });
  expect(neighbours).toEqual(NEIGHBOURS.map(() => ['published', undefined, undefined]));
  for (const text of texts) expect(tries[text]?.(), text).toBe(3);
});
