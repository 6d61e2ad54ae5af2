import { describe, expect, it } from 'vitest';
import { type AnswerType, answerTypeOf, countedStretches, holdsAnswerOf } from '#shared/domain/answer-type.ts';

describe('answerTypeOf', () => {
  it.each<[string, AnswerType]>([
    ['How long did the fire stop production?', 'duration'],
    ['How many days of leave are there?', 'duration'],
    ['Until when does the facility run?', 'time'],
    ['In which year was it founded?', 'time'],
    ['How many tonnes were lost?', 'quantity'],
    ['What is the maximum salary of band D?', 'quantity'],
    ['What does a guest meal cost?', 'quantity'],
    ['Who signed the lease?', 'person'],
    ['Where is the office?', 'name'],
    ['Which firm audited the accounts?', 'name'],
    ['What did she say when she left?', 'open'],
  ])('reads "%s" as a question for a %s', (question, type) => {
    expect(answerTypeOf(question)).toBe(type);
  });
});

describe('holdsAnswerOf', () => {
  it.each<[AnswerType, string, boolean]>([
    ['duration', 'production stopped for eleven working days', true],
    ['duration', 'production stopped at noon', false],
    ['time', 'it runs until 30 June 2027', true],
    ['time', 'it runs for a while', false],
    ['quantity', 'they lost 7.2 tonnes', true],
    ['quantity', 'it began on 2 June 2025', false],
    ['quantity', 'the room BS1 was free, says [PERSON:k7f2.q9x1]', false],
    ['person', 'the lease was signed by [PERSON:k7f2]', true],
    ['person', 'the lease was signed by Hannelore Brandt', true],
    ['person', 'The lease was signed', false],
    ['name', 'it stands in Bristol', true],
    ['open', 'anything at all', true],
  ])('knows for a %s that "%s" is %s', (type, text, expected) => {
    expect(holdsAnswerOf(type, text, 'the question')).toBe(expected);
  });

  it('does not take for an answer what the question says itself', () => {
    expect(holdsAnswerOf('time', 'The report of 2024 says nothing.', 'When did the report of 2024 appear?')).toBe(
      false,
    );
  });
});

describe('countedStretches', () => {
  it('finds figures with what they count', () => {
    expect(countedStretches('We had fourteen new trucks and 3 cars.')).toEqual(['fourteen new trucks and 3']);
  });

  it('leaves out what a figure is counted by', () => {
    expect(countedStretches('a dividend of 11.5 pence a share')).toEqual(['11.5 pence']);
  });
});
