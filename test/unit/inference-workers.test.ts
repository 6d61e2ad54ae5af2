import { describe, expect, it, onTestFinished } from 'vitest';
import { inferenceWorkers } from '#shared/adapters/local/inference-workers.ts';
import { bgeEmbedder } from '#shared/adapters/portable/bge-embedder.ts';
import { rampartEntityFinder } from '#shared/adapters/portable/rampart-entity-finder.ts';
import { type RawText, redacted } from '#shared/domain/text.ts';

const filesOf = (model: string) => ({
  modelPath: `models/${model}/model.onnx`,
  tokenizerPath: `models/${model}/tokenizer.json`,
});
const EMBEDDER = filesOf('bge-small-en-v1.5');
const FINDER = filesOf('rampart-ner');
const raw = (text: string) => text as RawText; // A test's own text, which nobody extracted.

async function start(options: Partial<Parameters<typeof inferenceWorkers>[0]> = {}) {
  const workers = await inferenceWorkers({ embedder: EMBEDDER, embedders: 1, entityFinder: FINDER, ...options });
  onTestFinished(() => workers.close());
  return workers;
}

describe('inferenceWorkers', () => {
  it('run the models as this thread would', async () => {
    const { embedder, entityFinder } = await start();
    const texts = [redacted('net income rose'), redacted('the lease ends in May')];
    const letter = raw('Signed by Maria Fernandez of 12 Hill Road, Springfield.');

    const [vectors, entities] = await Promise.all([embedder.embed(texts, 'passage'), entityFinder.find(letter)]);

    expect(vectors).toEqual(await bgeEmbedder(EMBEDDER).embed(texts, 'passage'));
    expect(entities).toEqual(await rampartEntityFinder(FINDER).find(letter));
    const { modelId, dimensions, maxBatch, maxInputTokens } = bgeEmbedder(EMBEDDER);
    expect(embedder).toMatchObject({ modelId, dimensions, maxBatch, maxInputTokens });
    expect(entityFinder.languages).toContain('en');
  });

  it('name a missing model by whose it is', async () => {
    const { embedder, entityFinder } = await start({ embedder: filesOf('missing'), entityFinder: filesOf('missing') });

    await expect(embedder.embed([redacted('text')], 'query')).rejects.toMatchObject({ name: 'DependencyUnavailable' });
    await expect(entityFinder.find(raw('text'))).rejects.toMatchObject({ name: 'DetectorUnavailable' });
  });

  it('end in the midst of a long text without taking the process along, which a torn down model does', async () => {
    const { entityFinder, close } = await start();
    await entityFinder.find(raw('The model is loaded.'));
    const long = entityFinder.find(raw('Maria Fernandez signed in Springfield. '.repeat(2_000)));
    const ended = expect(long).rejects.toMatchObject({ name: 'DetectorUnavailable' });
    await entityFinder.find(raw('A short text goes first.'));

    await close();

    await ended;
  });

  it('take no more texts at once than the model does', async () => {
    const { embedder } = await start({ entry: new URL('../doubles/inference-entry.ts', import.meta.url) });
    const texts = ['a', 'b', 'c', 'd'].map(redacted);

    await expect(embedder.embed(texts, 'passage')).rejects.toThrow(RangeError);
    await expect(embedder.embed(texts.slice(1), 'passage')).resolves.toHaveLength(3);
  });
});
