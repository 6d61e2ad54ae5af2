import { ComprehendClient, DetectPiiEntitiesCommand } from '@aws-sdk/client-comprehend';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { comprehendEntityFinder } from '#shared/adapters/aws/comprehend-entity-finder.ts';
import { patternEntityFinder } from '#shared/adapters/portable/pattern-entity-finder.ts';
import { rampartEntityFinder } from '#shared/adapters/portable/rampart-entity-finder.ts';
import type { RawText } from '#shared/domain/text.ts';
import type { EntityFinder } from '#shared/ports/entity-finder.ts';
import { guardedEntityFinder, limitedEntityFinder } from '#shared/runtime/guarded-entity-finder.ts';
import { comprehendAnswers } from '../doubles/comprehend-answers.ts';
import { listedEntityFinder } from '../doubles/listed-entity-finder.ts';
import { recordedMetrics } from '../doubles/recorded-metrics.ts';
import { virtualClock } from '../doubles/virtual-clock.ts';

const rampart = rampartEntityFinder({
  modelPath: 'models/rampart-ner/model.onnx',
  tokenizerPath: 'models/rampart-ner/tokenizer.json',
});

function comprehend(): EntityFinder {
  const client = new ComprehendClient({ region: 'eu-central-1' });
  mockClient(client)
    .on(DetectPiiEntitiesCommand)
    .callsFake(comprehendAnswers({ 'Ana Ruiz': 'NAME' }));
  return comprehendEntityFinder({ client });
}

const FINDERS: Record<string, () => EntityFinder> = {
  'double: listed words': () => listedEntityFinder({ 'Ana Ruiz': 'PERSON' }),
  'portable: patterns': patternEntityFinder,
  'portable: Rampart': () => rampart,
  'aws: Comprehend, recorded answers': comprehend,
  'the same, guarded for questions': () =>
    guardedEntityFinder(comprehend(), { clock: virtualClock(), metrics: recordedMetrics() }).finder,
  'the same, limited for documents': () => limitedEntityFinder(comprehend(), { clock: virtualClock() }),
};

const TEXT = 'Patient name: Ana Ruiz\nThe invoice, customer name: Ana Ruiz, is due.' as RawText;

describe.each(Object.entries(FINDERS))('EntityFinder, %s', (_name, create) => {
  it('answers in order, without overlap, within the text', async () => {
    const entities = await create().find(TEXT);

    let end = 0;
    for (const entity of entities) {
      expect(entity.start).toBeGreaterThanOrEqual(end);
      expect(entity.end).toBeGreaterThan(entity.start);
      expect(entity.confidence).toBeGreaterThan(0);
      expect(entity.confidence).toBeLessThanOrEqual(1);
      end = entity.end;
    }
    expect(end).toBeLessThanOrEqual(TEXT.length);
  });

  it('finds a plain case, both times', async () => {
    const entities = await create().find(TEXT);

    expect(entities.map(({ start, end }) => TEXT.slice(start, end))).toEqual(['Ana Ruiz', 'Ana Ruiz']);
  });

  it('finds nothing in an empty text', async () => {
    expect(await create().find('' as RawText)).toEqual([]);
  });

  it('stops when the signal is aborted', async () => {
    await expect(create().find(TEXT, AbortSignal.abort())).rejects.toThrow();
  });
});

it('holds the text when the model is not there', async () => {
  const finder = rampartEntityFinder({ modelPath: 'models/none.onnx', tokenizerPath: 'models/none.json' });

  await expect(finder.find(TEXT)).rejects.toMatchObject({ name: 'DetectorUnavailable' });
});
