import { describe, expect, it } from 'vitest';
import { textAnalyzer } from '#shared/adapters/portable/text-analyzer.ts';
import { standaloneQuestion } from '#shared/domain/follow-up.ts';

const analyzer = textAnalyzer();
const told = (question: string, ...earlier: string[]) =>
  standaloneQuestion(question, earlier, (text) => analyzer.analyze(text));

describe('standaloneQuestion', () => {
  it.each([
    ['When is it due?', 'What is the monthly rent of the hall?', 'When is the monthly rent of the hall due?'],
    ['When is it due to end?', 'What is the lease?', 'When is the lease due to end?'],
    ['How old is she?', 'Who is the treasurer of Acme?', 'How old is the treasurer of Acme?'],
    ['What is its address?', 'Who is the supplier of Acme?', 'What is the address of the supplier of Acme?'],
    ['Who pays its?', 'What is the rent?', 'Who pays the rent?'],
    ['Who decided that?', 'Why was the audit postponed?', 'Who decided the audit postponed?'],
    ['Who signed it?', 'Which bank gives the facility?', 'Who signed bank gives the facility?'],
  ])('puts what the question before asks about in the place of a pronoun: %s', (question, before, whole) => {
    expect(told(question, before)).toBe(whole);
  });

  it.each([
    ['And in 2024?', 'What was the revenue in 2023?', 'What was the revenue in 2024?'],
    ['What about the deposit?', 'Until when is the rent due?', 'Until when is the rent due the deposit?'],
    ['Why?', 'Is the deposit withheld?', 'Why the deposit withheld?'],
    ['Since when?', 'Who holds the lease of the hall?', 'Since when holds the lease of the hall?'],
    ['And by whom?', 'When was the lease signed?', 'by whom the lease signed?'],
  ])('goes on with the question before: %s', (question, before, whole) => {
    expect(told(question, before)).toBe(whole);
  });

  it('follows a conversation over several turns', () => {
    const whole = told('And who collects it?', 'What is the rent of the hall?', 'When is it due?');

    expect(whole).toBe('And who collects the rent of the hall due?');
  });

  it.each([
    'What is the deposit of the shed?',
    'When did Ana Ruiz sign her contract?',
    'What did the tenant pay when it signed?',
    'How long does it take to cancel?',
    'And what is the notice period of the lease of the shed?',
    'What is redaction?',
    'What is the fee that applies?',
  ])('leaves alone what stands by itself: %s', (question) => {
    expect(told(question, 'What is the monthly rent of the hall?')).toBe(question);
  });

  it('has nothing to add to a first question', () => {
    expect(told('When is it due?')).toBe('When is it due?');
  });
});
