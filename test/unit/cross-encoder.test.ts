import { expect, it, onTestFinished } from 'vitest';
import { openCrossEncoder } from '#infra/local/local-models.ts';
import { crossEncoder } from '#shared/adapters/portable/cross-encoder.ts';
import { LocalSettings } from '#shared/contracts/local-settings.ts';
import { meteredCost } from '#shared/domain/metered-cost.ts';
import { redacted } from '#shared/domain/text.ts';
import { passage } from '../doubles/passages.ts';
import { wordOverlapModel } from '../doubles/word-overlap-model.ts';

const QUESTION = redacted('Who rents the hall?');

/** Of the question's tokens those that the passage has, and the mark that ends both. */
const score = (text: string, question = QUESTION) => crossEncoder(wordOverlapModel()).score(question, redacted(text));

it('reads question and passage together, each as its own side', async () => {
  expect(await score('The hall stands empty.')).toBe(3);
  expect(await score('Nothing of it.')).toBe(1);
});

it('cuts what is too long, and leaves the passage room beside a long question', async () => {
  const long = 'word '.repeat(2_000);

  expect(await score(`The hall. ${long}`)).toBe(3);
  expect(await score(`${long} The hall.`)).toBe(1);
  expect(await score('The hall.', redacted(`the hall ${long}`))).toBe(3);
});

it('is down when the model is none that scores pairs, or is not there', async () => {
  const files = (folder: string) => ({
    modelPath: `${folder}/model.onnx`,
    tokenizerPath: 'models/bge-small-en-v1.5/tokenizer.json',
  });
  const scoreBy = (folder: string) => crossEncoder(files(folder)).score(QUESTION, redacted('The hall.'));

  await expect(scoreBy('models/bge-small-en-v1.5')).rejects.toMatchObject({ name: 'DependencyUnavailable' });
  await expect(scoreBy('/nowhere')).rejects.toMatchObject({ name: 'DependencyUnavailable' });
});

it('is opened from the folder that the settings name, reads titles too, and costs nothing', async () => {
  const { folder } = wordOverlapModel();
  const { reranker, close } = openCrossEncoder(settings({ AFFIDAVIT_RERANKER_MODEL: folder }));
  onTestFinished(close);
  const passages = [passage('It stands empty.'), passage('It stands empty.', { context: redacted('The hall') })];

  const reply = await reranker?.rerank({ question: QUESTION, questionVector: [], passages });

  expect(reply?.scores).toEqual([1, 3]);
  expect(meteredCost(reply?.uses ?? []).uses[0]?.basis).toBe('embedded');
});

it('is refused without its files, and is not there unless it is asked for', () => {
  expect(() => openCrossEncoder(settings({}))).toThrow(expect.objectContaining({ name: 'InputInvalid' }));
  expect(openCrossEncoder(LocalSettings.parse({})).reranker).toBeUndefined();
});

function settings(more: Readonly<Record<string, string>>): LocalSettings {
  return LocalSettings.parse({ AFFIDAVIT_RERANKER: 'cross-encoder', AFFIDAVIT_EMBEDDERS: '1', ...more });
}
