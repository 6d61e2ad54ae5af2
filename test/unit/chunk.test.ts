import { expect, it } from 'vitest';
import { embeddingText } from '#shared/domain/chunk.ts';
import { redacted } from '#shared/domain/text.ts';

const chunk = (context: string) => {
  const text = redacted('Rent is due.');
  return { position: 0, page: 1, start: 0, end: text.length, text, context: redacted(context) };
};

it('leaves out what is read and not found', () => {
  const whole = chunk('Lease');

  expect(embeddingText({ ...whole, start: 10, end: 22, focus: { start: 10, end: 14 } })).toBe('Lease\nRent');
});

it('puts where a chunk stands before what it says', () => {
  expect(embeddingText(chunk('Lease > Rent'))).toBe('Lease > Rent\nRent is due.');
  expect(embeddingText(chunk(''))).toBe('Rent is due.');
});
