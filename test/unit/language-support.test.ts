import { expect, it } from 'vitest';
import { calibrationIn, isCompared } from '#shared/domain/language-support.ts';
import { calibrationOf } from '#shared/domain/retrieval-calibration.ts';

const own = calibrationOf('bge-small-en-v1.5-int8');

it('judges by the embedder what it was made for, and what nobody could tell', () => {
  expect(calibrationIn('en', ['en'], own)).toBe(own);
  expect(calibrationIn('und', ['en'], own)).toBe(own);
  expect(calibrationIn('de', 'many', own)).toBe(own);
});

it('judges by words what is beyond it', () => {
  const byWords = calibrationIn('de', ['en'], own);

  expect(isCompared('de', ['en'])).toBe(false);
  expect(byWords.fusion).toEqual({ vector: 0, lexical: 1 });
  expect(byWords.gate.similarity).toBe(0);
  expect(byWords.isCalibrated).toBe(true);
});
