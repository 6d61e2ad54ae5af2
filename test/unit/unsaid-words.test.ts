import { describe, expect, it } from 'vitest';
import { textAnalyzer } from '#shared/adapters/portable/text-analyzer.ts';
import { redacted } from '#shared/domain/text.ts';
import { withoutUnsaidWords } from '#shared/domain/unsaid-words.ts';

const analyze = (text: string) => textAnalyzer().analyze(text);
const shortened = (question: string, sentence: string) => withoutUnsaidWords(redacted(question), sentence, analyze);

describe('withoutUnsaidWords', () => {
  it('leaves out one word at a time that the sentence does not say, and none that it says in another form', () => {
    const questions = shortened('When was the monthly rent raised in Dresden?', 'The rent of a month was told in May.');

    expect(questions).toEqual(['When was the monthly rent in Dresden?', 'When was the monthly rent raised in ?']);
  });

  it('leaves nothing out where the sentence says it all, for words that ask are not missing', () => {
    expect(shortened('Who pays the rent?', 'The tenant pays the rent.')).toEqual([]);
    expect(shortened('', 'The tenant pays the rent.')).toEqual([]);
  });

  it('tries three words at most', () => {
    expect(shortened('Which purple tigers dance beneath silver moons?', 'The rent is due.')).toHaveLength(3);
  });

  it('takes a placeholder for one word', () => {
    const sentence = 'The lease was signed by [PERSON:a2b3].';

    expect(shortened('What did [PERSON:k7f2.q7x3] sign?', sentence)).toContain('What did sign?');
    expect(shortened('What did [PERSON:a2b3.q7x3] sign?', sentence)).toEqual([]);
  });
});
