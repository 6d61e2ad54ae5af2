import { dealtFolds, fitClasses } from '#shared/domain/class-fit.ts';
import { claimClass, UNKNOWN_CLASS } from '#shared/domain/class-head.ts';
import type { Classification } from '#shared/domain/classification.ts';
import type { ClassExample } from '#shared/domain/linear-class-head.ts';

/**
 * What is said of each example by classes learned from the other folds, thresholds and temperature included.
 *
 * @throws RangeError when the examples of a class are too few to leave some out.
 */
export function crossValidated(examples: readonly ClassExample[], folds: number, coverage: number): Classification[] {
  const fold = dealtFolds(
    examples.map(({ label }) => label),
    folds,
  );
  const claims = new Map<number, Classification>();
  for (let held = 0; held < folds; held += 1) {
    const { head } = fitClasses(
      examples.filter((_, at) => fold[at] !== held),
      coverage,
    );
    for (const [at, example] of examples.entries()) if (fold[at] === held) claims.set(at, claimClass(head, example));
  }
  return examples.map((_, at) => claims.get(at) ?? { documentClass: UNKNOWN_CLASS, confidence: 0 });
}

/**
 * Whether each example gets no class where its own was never learned: 1 or 0, by classes learned from all others. Empty
 * for fewer than three classes, of which none could be left out.
 */
export function foreignRefusals(examples: readonly ClassExample[], coverage: number): number[] {
  const labels = [...new Set(examples.map(({ label }) => label))].filter((label) => label !== UNKNOWN_CLASS);
  if (labels.length < 3) return [];
  return labels.flatMap((foreign) => {
    const { head } = fitClasses(
      examples.filter(({ label }) => label !== foreign),
      coverage,
    );
    const strangers = examples.filter(({ label }) => label === foreign);
    return strangers.map((example) => (claimClass(head, example).documentClass === UNKNOWN_CLASS ? 1 : 0));
  });
}
