import { claimFault } from '#shared/domain/claim-check.ts';
import { sha256 } from '../evaluation/gold-set-files.ts';
import { LOWER_SHARE, type Measurement, type RunContext, SHARE } from '../evaluation/measurement.ts';
import { groundingPairs } from './grounding-pairs.ts';
import type { LabelledSet } from './labelled-claims.ts';

/**
 * What `evaluateGrounding` counts, case by case, for `compare` and `gate`: of corrupted claims whether they were caught, of
 * untouched ones whether they were dropped, and of those that people labelled whether the check kept what is carried
 * (`attributable.kept`) and dropped what is not (`unattributable.dropped`).
 */
export function groundingMeasurement(sets: readonly LabelledSet[], now: () => number): Measurement {
  const startedAt = now();
  const { corrupted, untouched } = groundingPairs(sets);
  const isFaulty = (claim: string, quote: string) => (claimFault(claim, quote) === undefined ? 0 : 1);
  const cases = [
    ...corrupted.map(({ claim, quote, kind = 'none' }, at) => ({
      ...{ id: `corrupted-${at + 1}`, slices: { corruption: kind } },
      figures: { 'corruption.caught': isFaulty(claim, quote) },
    })),
    ...untouched.map(({ claim, quote }, at) => ({
      ...{ id: `untouched-${at + 1}`, slices: {} },
      figures: { 'untouched.dropped': isFaulty(claim, quote) },
    })),
    ...sets.flatMap(({ name, claims }) =>
      claims.map(({ claim, source, isCarried }, at) => {
        const dropped = isFaulty(claim, source);
        const figures = isCarried ? { 'attributable.kept': 1 - dropped } : { 'unattributable.dropped': dropped };
        return { id: `${name}-${at + 1}`, slices: { set: name }, figures };
      }),
    ),
  ];
  const declared = { 'corruption.caught': SHARE, 'untouched.dropped': LOWER_SHARE };
  const figures = { ...declared, 'attributable.kept': SHARE, 'unattributable.dropped': SHARE };
  return { kind: 'grounding', cases, figures, summary: {}, seconds: (now() - startedAt) / 1000 };
}

/** Fingerprints of sources and of claims with their labels. */
export function groundingDataset(name: string, sets: readonly LabelledSet[]): RunContext['dataset'] {
  const sources = sets.flatMap(({ claims }) => claims.map(({ source }) => source));
  return { name, corpus: sha256(JSON.stringify(sources)), gold: sha256(JSON.stringify(sets)) };
}
