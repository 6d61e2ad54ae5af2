/** What a document was taken for, and what it is. `unknown` may stand on either side. */
export interface ClassifiedCase {
  readonly label: string;
  readonly predicted: string;
  /** Probability of the likeliest class, 0 to 1. */
  readonly confidence: number;
}

/**
 * The mean over all labels of the harmonic mean of precision and recall, 0 to 1: small classes count like large ones. A
 * document taken for `unknown` is a miss of its label. Source: Manning, Raghavan and Schütze, "Introduction to
 * Information Retrieval", section 13.6. NaN for no cases.
 */
export function macroF1(cases: readonly ClassifiedCase[]): number {
  const labels = [...new Set(cases.map(({ label }) => label))];
  return labels.reduce((sum, label) => sum + f1(cases, label), 0) / labels.length;
}

function f1(cases: readonly ClassifiedCase[], name: string): number {
  const right = cases.filter(({ label, predicted }) => label === name && predicted === name).length;
  const labelled = cases.filter(({ label }) => label === name).length;
  const claimed = cases.filter(({ predicted }) => predicted === name).length;
  return (2 * right) / (labelled + claimed);
}

/** Buckets of confidence, as the source has them. */
const BUCKETS = 10;

/**
 * By how much confidence and correctness differ on average, over ten buckets of confidence weighted by their cases; 0 is
 * best. Source: the expected calibration error of Guo et al., "On Calibration of Modern Neural Networks", ICML 2017.
 */
export function calibrationError(cases: readonly { readonly confidence: number; readonly isRight: boolean }[]): number {
  const buckets = Array.from({ length: BUCKETS }, (_, at) =>
    cases.filter(({ confidence }) => Math.min(BUCKETS - 1, Math.floor(confidence * BUCKETS)) === at),
  );
  const gaps = buckets.map((bucket) =>
    Math.abs(bucket.reduce((sum, { confidence, isRight }) => sum + confidence - (isRight ? 1 : 0), 0)),
  );
  return gaps.reduce((sum, gap) => sum + gap, 0) / cases.length;
}

/** A point of the coverage curve: what is right when only the surest are answered. */
export interface CoveragePoint {
  /** Share of the cases that are answered. */
  readonly coverage: number;
  /** Least confidence among them. */
  readonly threshold: number;
  /** Share of them that are right. */
  readonly accuracy: number;
}

/** The curve at every tenth of the cases, the surest first. Source: El-Yaniv and Wiener, JMLR 11, 2010. */
export function coverageCurve(
  cases: readonly { readonly confidence: number; readonly isRight: boolean }[],
): CoveragePoint[] {
  const surest = [...cases].sort((a, b) => b.confidence - a.confidence);
  return Array.from({ length: 10 }, (_, at) => {
    const answered = surest.slice(0, Math.ceil((surest.length * (at + 1)) / 10));
    return {
      coverage: answered.length / surest.length,
      threshold: Math.min(...answered.map(({ confidence }) => confidence)),
      accuracy: answered.filter(({ isRight }) => isRight).length / answered.length,
    };
  });
}
