import { expect, it } from 'vitest';
import type { LocalPorts } from '#infra/local/local-ports.ts';
import { workerTextExtractor } from '#shared/adapters/portable/worker-text-extractor.ts';
import { ingestWithNeighbours, NEIGHBOURS, poisonedAtEachStep, THROWN } from '../doubles/poisoned-ingest.ts';

it('rejects a document on which a part of the product throws, at whichever step, and publishes its neighbours', async () => {
  const { overrides, tries } = poisonedAtEachStep('throws');
  const texts = Object.keys(THROWN);

  const { outcomes, neighbours } = await ingestWithNeighbours(texts, { overrides });

  expect(outcomes).toEqual(THROWN);
  expect(neighbours).toEqual(NEIGHBOURS.map(() => ['published', undefined, undefined]));
  for (const text of texts) expect(tries[text]?.(), text).toBeLessThanOrEqual(3);
});

it('rejects at the first try a document that hangs, ends or fills its parser, and publishes its neighbours', async () => {
  const misdeeds = {
    hang: 'ExtractionTimedOut',
    'fill the heap': 'DocumentTooLarge',
    'fill buffers': 'DocumentTooLarge',
    'exit at once': 'DocumentUnreadable',
    throw: 'DocumentUnreadable',
  };
  const misbehaving = workerTextExtractor({
    workerUrl: new URL('../doubles/misbehaving-worker.ts', import.meta.url),
    // No other misdeed is as short.
    deadlineSeconds: (bytes) => (bytes === 'hang'.length ? 0.5 : 60),
    maxOutputCharacters: 1_000,
    memoryMebibytes: 64,
  });
  let tries = 0;
  const decorate = (ports: LocalPorts): LocalPorts => ({
    ...ports,
    extractor: {
      extract: (bytes, type, signal) => {
        const isMisdeed = Buffer.from(bytes).toString() in misdeeds;
        if (isMisdeed) tries += 1;
        return (isMisdeed ? misbehaving : ports.extractor).extract(bytes, type, signal);
      },
    },
    close: () => Promise.all([ports.close(), misbehaving.close()]).then(() => undefined),
  });

  const { outcomes, neighbours } = await ingestWithNeighbours(Object.keys(misdeeds), { overrides: { decorate } });

  expect(outcomes).toEqual(
    Object.fromEntries(Object.entries(misdeeds).map(([text, failure]) => [text, ['rejected', failure, 'extract']])),
  );
  expect(neighbours).toEqual(NEIGHBOURS.map(() => ['published', undefined, undefined]));
  expect(tries).toBe(Object.keys(misdeeds).length);
});
