import { shareInterval } from './share-interval.ts';
import { bootstrap, type Estimate } from './statistics.ts';

/** A verdict of a judge beside what people say. */
export interface LabelledVerdict {
  readonly verdict: boolean;
  readonly label: boolean;
}

/** Of cases that one kind of label has: how many, and how many of them the judge told alike. */
export interface Hits {
  readonly cases: number;
  readonly hits: number;
}

/** What a judge's word is worth. */
export interface JudgeAccuracy {
  /** Of what people say holds, and of what they say does not. */
  readonly positives: Hits;
  readonly negatives: Hits;
  /** Shares of each that the judge tells alike; 95 % intervals of Wilson. */
  readonly sensitivity: Estimate;
  readonly specificity: Estimate;
  /** The mean of both: .5 is what a coin has, and a judge that always says the same. */
  readonly balancedAccuracy: Estimate;
  /** Agreement beyond that of chance: 0 is chance, 1 is perfect. */
  readonly kappa: Estimate;
}

/**
 * How far a judge agrees with people. NaN where the labels lack one of the two kinds.
 *
 * Sources: intervals of the mean of two shares, Newcombe, "Interval estimation for the difference between independent
 * proportions", Statistics in Medicine 17, 1998, method 10; kappa, Cohen, "A coefficient of agreement for nominal scales",
 * 1960, with a percentile bootstrap interval.
 */
export function judgeAccuracy(verdicts: readonly LabelledVerdict[]): JudgeAccuracy {
  const positives = hitsOf(verdicts.filter(({ label }) => label));
  const negatives = hitsOf(verdicts.filter(({ label }) => !label));
  const sensitivity = shareInterval(positives.hits, positives.cases);
  const specificity = shareInterval(negatives.hits, negatives.cases);
  const balancedAccuracy = meanOfShares(sensitivity, specificity);
  return { positives, negatives, sensitivity, specificity, balancedAccuracy, kappa: bootstrap(verdicts, kappaOf) };
}

/** Whether a judge is shown to tell more than chance does: without that nothing can be made of its verdicts. */
export function isInformative({ balancedAccuracy }: Pick<JudgeAccuracy, 'balancedAccuracy'>): boolean {
  return balancedAccuracy.low > 0.5;
}

function hitsOf(verdicts: readonly LabelledVerdict[]): Hits {
  return { cases: verdicts.length, hits: verdicts.filter(({ verdict, label }) => verdict === label).length };
}

function meanOfShares(a: Estimate, b: Estimate): Estimate {
  const value = (a.value + b.value) / 2;
  const low = value - Math.hypot(a.value - a.low, b.value - b.low) / 2;
  const high = value + Math.hypot(a.high - a.value, b.high - b.value) / 2;
  return { value, low, high };
}

/** 0 where chance alone has both say the same of every case, for nothing is shown by that. */
function kappaOf(verdicts: readonly LabelledVerdict[]): number {
  const share = (is: (each: LabelledVerdict) => boolean) => verdicts.filter(is).length / verdicts.length;
  const [saidYes, areYes] = [share(({ verdict }) => verdict), share(({ label }) => label)];
  const seen = share(({ verdict, label }) => verdict === label);
  const byChance = saidYes * areYes + (1 - saidYes) * (1 - areYes);
  return byChance === 1 ? 0 : (seen - byChance) / (1 - byChance);
}
