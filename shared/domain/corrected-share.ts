import type { Hits } from './judge-accuracy.ts';
import type { Estimate } from './statistics.ts';

/** The 97.5th percentile of the standard normal distribution. */
const Z = 1.96;

/** The labels that tell what a judge does with what holds and with what does not. */
interface JudgeErrors {
  readonly positives: Hits;
  readonly negatives: Hits;
}

/**
 * The share of cases that truly hold, from the share that a judge says do and from the errors that it made on labelled
 * ones, 0 to 1, with its 95 % interval: the labels' uncertainty and the cases' together. It holds as far as the judge errs
 * on the cases as it does on the labels. Nothing where the judge is no better than chance on the labels.
 *
 * Sources: the value, Rogan and Gladen, "Estimating prevalence from the results of a screening test", American Journal of
 * Epidemiology 107, 1978; the interval, Lang and Reiczigel, "Confidence limits for prevalence of disease adjusted for
 * estimated sensitivity and specificity", Preventive Veterinary Medicine 113, 2014.
 */
export function correctedShare(said: Hits, { positives, negatives }: JudgeErrors): Estimate | undefined {
  const youden = shareOf(positives) + shareOf(negatives) - 1;
  if (!(youden > 0)) return undefined;
  const value = (shareOf(said) + shareOf(negatives) - 1) / youden;
  return { value: clamped(value), ...limits(said, { positives, negatives }) };
}

/** Each share is drawn towards a half first: by as much as its interval of Agresti and Coull, or by one hit and one miss. */
function limits(said: Hits, { positives, negatives }: JudgeErrors): Pick<Estimate, 'low' | 'high'> {
  const told = drawnIn(said, Z ** 2);
  const [right, rejected] = [drawnIn(positives, 2), drawnIn(negatives, 2)];
  const youden = right.share + rejected.share - 1;
  const share = (told.share + rejected.share - 1) / youden;
  const spread = Math.sqrt(told.variance + right.variance * share ** 2 + rejected.variance * (1 - share) ** 2) / youden;
  const shift = 2 * Z ** 2 * (share * right.variance - (1 - share) * rejected.variance);
  return { low: clamped(share + shift - Z * spread), high: clamped(share + shift + Z * spread) };
}

function drawnIn({ hits, cases }: Hits, more: number): { readonly share: number; readonly variance: number } {
  const share = (hits + more / 2) / (cases + more);
  return { share, variance: (share * (1 - share)) / (cases + more) };
}

function shareOf({ hits, cases }: Hits): number {
  return hits / cases;
}

function clamped(share: number): number {
  return Math.min(1, Math.max(0, share));
}
