import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RERANK_FEATURES, rerankFeatures, withMeaning } from '#shared/domain/rerank-features.ts';
import { redacted } from '#shared/domain/text.ts';
import { passage } from '../doubles/passages.ts';

const analyze = (text: string) => text.toLowerCase().match(/[a-z]+/g) ?? [];
const bare = { title: redacted(''), context: redacted('') };
const featuresOf = (question: string, ...texts: readonly string[]) =>
  rerankFeatures(
    question,
    texts.map((text) => passage(text, bare)),
    analyze,
  ).map(({ features }) => features);

describe('features of a passage', () => {
  it('count a term that few candidates hold for more than one that most hold', () => {
    const [rare, common] = featuresOf('hall rent', 'The rent rises.', 'The hall.', 'A hall.', 'This hall.');

    expect(rare?.coverage).toBeGreaterThan(common?.coverage ?? 1);
  });

  it('know nothing but the candidates: terms that none of them holds are as rare as any can be', () => {
    const [alone] = featuresOf('hall rent', 'The hall.');

    expect(alone?.coverage).toBeGreaterThan(0);
    expect(alone?.coverage).toBeLessThan(0.5);
  });

  it('hold nothing of a question that has no terms', () => {
    const [asked] = featuresOf('?!', 'The hall.');

    expect(asked?.coverage).toBe(0);
  });

  it('are told by the first candidates alone: what those below agree on says nothing', () => {
    const first = Array.from({ length: 10 }, (_, at) => `The hall has the number ${'abcdefghij'[at]}.`);

    const features = featuresOf('hall', ...first, 'Boilers hum.', 'Boilers hum.', 'The hall has a number.');

    expect(features[10]?.feedback).toBe(features[11]?.feedback);
    expect(features[10]?.feedback).toBeLessThan(features[12]?.feedback ?? 0);
  });

  it('find neighbours of the question side by side', () => {
    const [phrase, apart] = featuresOf('monthly rent', 'Our monthly rent.', 'Rent is not monthly.');

    expect([phrase?.phrase, apart?.phrase]).toEqual([1, 0]);
  });

  it('tell how close the terms stand where they stand closest', () => {
    const [close, wide, one] = featuresOf('rent hall', 'rent hall and a hall far off', 'rent of the hall', 'hall');

    expect([close?.proximity, wide?.proximity, one?.proximity]).toEqual([1, 0.5, 0]);
  });

  it('see headings, and choose the sentence that covers the question best', () => {
    const place = { ...bare, context: redacted('Lease > Rent') };
    const [found] = rerankFeatures('rent of hall', [passage('It is cold. The hall is let.', place)], analyze);

    expect(found?.features.heading).toBeGreaterThan(0);
    expect(found?.bestSentence).toBe('The hall is let.');
  });

  it('have no best sentence but the first, or the whole, where nothing fits', () => {
    const [first, empty] = rerankFeatures('rent', [passage('It is cold. It rains.', bare), passage('', bare)], analyze);

    expect([first?.bestSentence, empty?.bestSentence]).toEqual(['It is cold.', '']);
  });

  it('lie between 0 and 1 whatever is asked of whatever', () => {
    const words = fc.array(fc.constantFrom('rent', 'hall', 'is', 'The', 'due.'), { maxLength: 12 });
    const candidates = fc.array(fc.tuple(words, fc.double({ min: -1, max: 1, noNaN: true })), { maxLength: 6 });

    fc.assert(
      fc.property(words, candidates, (question, given) => {
        const passages = given.map(([text, similarity]) => passage(text.join(' '), { similarity, score: similarity }));
        const seen = withMeaning(
          rerankFeatures(question.join(' '), passages, analyze),
          passages.map(({ similarity }) => similarity),
        );

        const values = seen.flatMap(({ features }) => RERANK_FEATURES.map((name) => features[name]));

        expect(seen).toHaveLength(passages.length);
        expect(values.every((value) => value >= 0 && value <= 1)).toBe(true);
      }),
    );
  });
});

it('puts the nearest sentence in meaning at 1, and what nobody compared at 0', () => {
  const seen = rerankFeatures('rent', [passage('Rent.'), passage('Hall.'), passage('Lunch.')], analyze);

  expect(withMeaning(seen, [0.2, 0.8]).map(({ features }) => features.meaning)).toEqual([0, 1, 0]);
});
