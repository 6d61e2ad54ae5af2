import { describe, expect, it } from 'vitest';
import { textAnalyzer } from '#shared/adapters/portable/text-analyzer.ts';
import { isEnough, weighEvidence } from '#shared/domain/evidence-gate.ts';
import { coverageOf, particularTerms } from '#shared/domain/evidence-terms.ts';
import { calibrationOf } from '#shared/domain/retrieval-calibration.ts';
import { passage } from '../doubles/passages.ts';

const analyze = (text: string) => textAnalyzer().analyze(text);
const { gate } = calibrationOf('bge-small-en-v1.5-int8');
const weigh = (question: string, ...passages: Parameters<typeof weighEvidence>[1]) =>
  weighEvidence(question, passages, gate, analyze);

describe('weighEvidence', () => {
  it('finds none where nothing was retrieved', () => {
    expect(isEnough(weigh('What is the rent?'))).toBe(false);
  });

  it('finds enough where a close passage holds what is asked', () => {
    expect(isEnough(weigh('What is the monthly rent?', passage('The rent is 900 euros a month.')))).toBe(true);
  });

  it('lets a close passage through that shares no word with the question', () => {
    const paraphrase = passage('Up to five unused days may be carried over.', { similarity: 0.8 });

    expect(isEnough(weigh('How much leftover holiday remains?', paraphrase))).toBe(true);
  });

  it('finds none where the subject is there and nothing else', () => {
    const other = passage('The canteen is open at noon.', { similarity: 0.55 });

    expect(isEnough(weigh('What does the canteen gym membership cost?', other))).toBe(false);
  });

  it('counts against it that nobody mentions the name or the year that is asked for', () => {
    const found = passage('Revenue in Norway was 13.8 million in 2024.', { similarity: 0.66 });

    const known = weigh('What was revenue in Norway in 2024?', found);
    const unknown = weigh('What was revenue in Bhutan in 1987?', found);

    expect(unknown.score).toBeLessThan(known.score);
  });

  it('weighs words alone for a model that nobody measured, and says so', () => {
    const unmeasured = calibrationOf('some-other-model');

    expect(unmeasured.isCalibrated).toBe(false);
    const score = (similarity: number) =>
      weighEvidence('the rent', [passage('The rent is due.', { similarity })], unmeasured.gate, analyze).score;
    expect(score(0.1)).toBe(score(0.9));
  });
});

describe('particularTerms', () => {
  it('finds names, numbers and placeholders, and not how the question begins', () => {
    expect(particularTerms('Did [PERSON:k7f2] meet the Leipzig office in 2024?', analyze)).toEqual([
      'person:k7f2',
      'leipzig',
      '2024',
    ]);
  });

  it('finds none in a question that mentions nobody', () => {
    expect(particularTerms('Who pays?', analyze)).toEqual([]);
  });
});

describe('coverageOf', () => {
  it('counts a related word for less than the word itself, and a short one not at all', () => {
    expect(coverageOf(['monthli'], new Set(['monthli']))).toBe(1);
    expect(coverageOf(['monthli'], new Set(['month']))).toBe(0.7);
    expect(coverageOf(['car', '2024'], new Set(['care', '20245']))).toBe(0);
    expect(coverageOf([], new Set(['month']))).toBe(0);
  });
});
