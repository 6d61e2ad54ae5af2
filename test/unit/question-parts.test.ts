import { describe, expect, it } from 'vitest';
import { mayHaveParts, questionParts } from '#shared/domain/question-parts.ts';

describe('questionParts', () => {
  it.each([
    ['What is the rent? When is it due?', ['What is the rent?', 'When is it due?']],
    ['What is the rent of the hall and when is it due?', ['What is the rent of the hall?', 'when is it due?']],
    [
      'What is the difference between the basic plan and the premium plan?',
      ['What is the basic plan?', 'What is the premium plan?'],
    ],
    [
      'What is the difference between the rent of hall 1 and hall 2 in May?',
      ['What is the rent of hall 1 in May?', 'What is the rent of hall 2 in May?'],
    ],
    ['Compare the lease with the draft.', ['the lease.', 'the draft.']],
    ['How does Titan differ from Cohere?', ['How does Titan?', 'How does Cohere?']],
    ['Which is larger, the hall or the shed?', ['Which is larger, the hall?', 'Which is larger, the shed?']],
    ['Who owns both Acme and Beta?', ['Who owns Acme?', 'Who owns Beta?']],
  ])('takes apart what asks two things: %s', (question, parts) => {
    expect(questionParts(question)).toEqual(parts);
  });

  it.each([
    'What are the terms and conditions of the lease?',
    'When and where was the lease signed?',
    'Which problem has both high and low prices?',
    'What river lies between France and Germany?',
    'What was built between 1990 and 2000?',
    'What is the rent?',
    `What is the rent of the ${'very '.repeat(60)} large hall and when is it due?`,
    'What is A? What is B? What is C?',
    'What is the rent and when is it due and who pays it?',
    'Which is better, a contract that runs for ten years without any notice at all or the other one?',
  ])('leaves whole what asks one thing, or too many: %s', (question) => {
    expect(questionParts(question)).toEqual([]);
  });
});

describe('mayHaveParts', () => {
  it.each([
    ['What is the rent and when is it due?', true],
    ['Wie hoch ist die Miete und wann ist sie fällig?', true],
    ['What is the rent of the large hall?', false],
    ['Rent and deposit?', false],
  ])('%s: %s', (question, expected) => {
    expect(mayHaveParts(question)).toBe(expected);
  });
});
