import { describe, expect, it } from 'vitest';
import { bgeEmbedder } from '#shared/adapters/portable/bge-embedder.ts';
import { embedderFingerprint } from '#shared/adapters/portable/embedder-fingerprint.ts';
import { wordpieceTokenCounter } from '#shared/adapters/portable/wordpiece-token-counter.ts';
import { PROBE_SENTENCE } from '#shared/domain/fingerprint.ts';
import { redacted } from '#shared/domain/text.ts';
import { cosineSimilarity, toUnitLength, type Vector } from '#shared/domain/vector.ts';
import type { Embedder } from '#shared/ports/embedder.ts';

const FILES = {
  modelPath: 'models/bge-small-en-v1.5/model.onnx',
  tokenizerPath: 'models/bge-small-en-v1.5/tokenizer.json',
};
const embedder = bgeEmbedder(FILES);

async function embed(text: string, purpose: 'query' | 'passage' = 'passage'): Promise<Vector> {
  const [vector = []] = await embedder.embed([redacted(text)], purpose);
  return vector;
}

describe('bgeEmbedder', () => {
  it('finds by meaning what shares no word with the question', async () => {
    const question = await embed('How do planes stay in the air?', 'query');

    const answer = await embed('Lift comes about as air flows past the wings of an aircraft.');
    const other = await embed('Bananas are rich in potassium and grow in the tropics.');

    expect(cosineSimilarity(question, answer)).toBeGreaterThan(cosineSimilarity(question, other) + 0.15);
  });

  it('tells a question from a passage of the same words', async () => {
    expect(await embed('net income', 'query')).not.toEqual(await embed('net income'));
  });

  it('cuts at the tokens that it reads, and not before', async () => {
    const words = Array.from({ length: embedder.maxInputTokens }, () => 'income');

    const full = await embed(words.join(' '));

    expect(await embed([...words, 'bananas'].join(' '))).toEqual(full);
    expect(await embed([...words.slice(0, -1), 'bananas'].join(' '))).not.toEqual(full);
  });

  it('fails by a name that can be tried again when the model is not there', async () => {
    const broken = bgeEmbedder({ ...FILES, modelPath: 'models/none.onnx' });

    await expect(broken.embed([redacted('income')], 'passage')).rejects.toMatchObject({
      name: 'DependencyUnavailable',
    });
  });

  it('refuses more texts than it takes', async () => {
    const texts = Array.from({ length: embedder.maxBatch + 1 }, () => redacted('income'));

    await expect(embedder.embed(texts, 'passage')).rejects.toThrow(RangeError);
  });
});

describe('wordpieceTokenCounter', () => {
  const counter = wordpieceTokenCounter(FILES.tokenizerPath);

  it.each([
    ['', 0],
    ['net income', 2],
    ['Net Income.', 3],
    ['antidisestablishmentarianism', 8],
    ['x'.repeat(200), 1],
  ])('counts the tokens of "%s"', (text, count) => {
    expect(counter.count(text)).toBe(count);
  });
});

describe('embedderFingerprint', () => {
  const fixed = (vector: Vector): Embedder => ({
    modelId: 'fixed',
    dimensions: vector.length,
    maxBatch: 1,
    maxInputTokens: 10,
    languages: 'many',
    embed: async (texts) => texts.map((text) => (text === PROBE_SENTENCE ? vector : [])),
  });
  const probe = async (vector: Vector) => (await embedderFingerprint(fixed(vector))).probe;

  it('names the model, its dimensions and a probe that stays', async () => {
    const fingerprint = await embedderFingerprint(embedder);

    expect(fingerprint).toEqual({
      modelId: 'bge-small-en-v1.5-int8',
      dimensions: 384,
      probe: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
    expect(await embedderFingerprint(bgeEmbedder(FILES))).toEqual(fingerprint);
  });

  it('is the same where machines round differently', async () => {
    const vector = await embed(PROBE_SENTENCE);
    const elsewhere = toUnitLength(vector.map((value, at) => value + (at % 2 === 0 ? 0.004 : -0.004)));

    expect(await probe(elsewhere)).toBe(await probe(vector));
  });

  it('is another for another vector of the same length', async () => {
    expect(await probe(await embed('Bananas are rich in potassium.'))).not.toBe(
      await probe(await embed(PROBE_SENTENCE)),
    );
  });
});
