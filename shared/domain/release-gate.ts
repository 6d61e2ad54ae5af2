import { type MeanBounds, meanBounds } from './mean-bounds.ts';
import { mean } from './statistics.ts';

/** `inconclusive`: there are too few cases to say either. */
export type Verdict = 'pass' | 'fail' | 'inconclusive';

export interface Judgement {
  readonly verdict: Verdict;
  /** What the bounds are of: the mean difference, the mean, or the share within the limit. */
  readonly value: number;
  readonly bounds: MeanBounds;
  /** Cases that the claim asks for, roughly, when more of the same kind would settle it. */
  readonly casesNeeded?: number;
}

/**
 * Whether a candidate loses less than `maxLoss` on average. `differences` has one value a case, candidate less baseline,
 * -1 to 1, more is better.
 *
 * - `pass`: the bound below the mean difference lies above `-maxLoss` (a test of non-inferiority);
 * - `fail`: it does not, and the bound above lies below 0: there is a loss, and nothing shows it to be small enough;
 * - `inconclusive` otherwise: neither a loss nor its absence is shown.
 *
 * Source of the first: Piaggio et al., "Reporting of noninferiority and equivalence randomized trials", JAMA 308, 2012.
 */
export function judgeLoss(differences: readonly number[], maxLoss: number, confidence: number): Judgement {
  const bounds = meanBounds(differences, { least: -1, most: 1, confidence });
  const value = mean(differences);
  if (bounds.low > -maxLoss) return { verdict: 'pass', value, bounds };
  if (bounds.high < 0) return { verdict: 'fail', value, bounds };
  const needed = casesNeeded(differences.length, value + maxLoss, value - bounds.low, confidence);
  return { verdict: 'inconclusive', value, bounds, ...(needed && { casesNeeded: needed }) };
}

/** Whether the mean of shares (0 to 1) is at least `minimum`. */
export function judgeMinimum(shares: readonly number[], minimum: number, confidence: number): Judgement {
  const bounds = meanBounds(shares, { least: 0, most: 1, confidence });
  const value = mean(shares);
  const verdict = verdictOf(bounds, minimum);
  if (verdict !== 'inconclusive') return { verdict, value, bounds };
  const needed = casesNeeded(shares.length, value - minimum, value - bounds.low, confidence);
  return { verdict, value, bounds, ...(needed && { casesNeeded: needed }) };
}

/** Whether at most a share of the cases lies above `maximum`, whatever the unit. */
export function judgeMaximum(
  amounts: readonly number[],
  { maximum, share }: { readonly maximum: number; readonly share: number },
  confidence: number,
): Judgement {
  const within = amounts.map((amount) => (amount <= maximum ? 1 : 0));
  return judgeMinimum(within, 1 - share, confidence);
}

/** Whether a figure of all cases together, known with its interval, is at least `minimum`. */
export function verdictOf({ low, high }: MeanBounds, minimum: number): Verdict {
  if (low >= minimum) return 'pass';
  return high < minimum ? 'fail' : 'inconclusive';
}

/** The verdict of several claims that must all hold: no correction is due, for none may pass by luck alone. */
export function overallVerdict(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('fail')) return 'fail';
  return verdicts.includes('inconclusive') ? 'inconclusive' : 'pass';
}

/**
 * Cases at which a bound's `distance` from the mean has shrunk to the `room` there is. A part of the distance stands for
 * what no case has shown, and shrinks with the cases (of no event in n: -ln(1 - confidence) / n); the rest is spread, and
 * shrinks with their root. Nothing when there is no room: more cases of the same kind would not help.
 */
function casesNeeded(cases: number, room: number, distance: number, confidence: number): number | undefined {
  if (room <= 0) return undefined;
  const unseen = -Math.log(1 - confidence);
  const spread = Math.max(0, (distance - unseen / cases) * Math.sqrt(cases));
  const root = (Math.sqrt(spread ** 2 + 4 * unseen * room) - spread) / (2 * unseen);
  return Math.max(cases + 1, Math.ceil(1 / root ** 2));
}
