import { describe, expect, it } from 'vitest';
import { textAnalyzer } from '#shared/adapters/portable/text-analyzer.ts';
import { answerabilityFeatures, answerabilityOf } from '#shared/domain/answerability.ts';
import { sentenceCandidates } from '#shared/domain/extractive-candidates.ts';
import { passage } from '../doubles/passages.ts';

const analyze = (text: string) => textAnalyzer().analyze(text);
const NOTHING = { similarity: 0, form: 0, turnedRound: 0, bias: 0 };

/** The last sentence of the text. */
function sentenceOf(question: string, text: string) {
  const candidate = sentenceCandidates(question, [passage(text)], analyze).at(-1);
  if (candidate === undefined) throw new Error('a sentence');
  return { candidate, similarity: 0.5, vector: [] };
}

describe('answerabilityFeatures', () => {
  it('misses a name only where neither the sentence nor the one before it has it', () => {
    const question = 'When is the rent of Leipzig due?';
    const missing = (text: string) => answerabilityFeatures(question, sentenceOf(question, text), 0, analyze)[2];

    expect(missing('We let a hall in Leipzig. The rent is due on Monday.')).toBe(0);
    expect(missing('We let a hall in Leipzig. It is new and bright. The rent is due on Monday.')).toBe(1);
  });

  it('misses nothing of a question without names', () => {
    const question = 'When is the rent payable?';

    const features = answerabilityFeatures(
      question,
      sentenceOf(question, 'The rent is never payable at once.'),
      0.1,
      analyze,
    );

    expect(features).toEqual([0.5, expect.any(Number), 0, 1, 0.1]);
  });
});

describe('answerabilityOf', () => {
  const question = 'When is the rent of Leipzig due?';
  const sentence = sentenceOf(question, 'We let a hall in Leipzig. The rent is due on Monday.');
  const likelihood = (model: Partial<Parameters<typeof answerabilityOf>[3]>, unsaid = 0) =>
    answerabilityOf(question, sentence, unsaid, { ...NOTHING, ...model }, analyze);

  it('counts what the sentence gains without words that it lacks by its weight', () => {
    expect(likelihood({ unsaid: -10 }, 0.1)).toBeLessThan(likelihood({ unsaid: -10 }));
    expect(likelihood({}, 0.1)).toBe(0.5);
  });

  it('reads the weights of earlier releases as they were meant: of names that the sentence alone lacks', () => {
    expect(likelihood({ missingNames: -1 })).toBeCloseTo(1 / (1 + Math.E));
    expect(likelihood({ missingAround: -1 })).toBe(0.5);
  });
});
